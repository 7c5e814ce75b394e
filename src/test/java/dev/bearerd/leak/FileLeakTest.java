package dev.bearerd.leak;

import static dev.bearerd.leak.MarkedSecret.ACCESS_TOKEN;
import static dev.bearerd.leak.MarkedSecret.API_KEY;
import static dev.bearerd.leak.MarkedSecret.CLIENT_SECRET;
import static dev.bearerd.leak.MarkedSecret.PRIVATE_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bearerd.apiconnect.RegistrationFile;
import dev.bearerd.google.ServiceAccountFile;
import dev.bearerd.hook.ExecHook;
import dev.bearerd.hook.HttpHook;
import dev.bearerd.hook.Occasion;
import dev.bearerd.hook.WebClient;
import dev.bearerd.journal.FileJournal;
import dev.bearerd.key.CaFile;
import dev.bearerd.key.PrivateKeyFile;
import dev.bearerd.target.TemplateFormat;
import dev.bearerd.token.Secret;
import dev.bearerd.token.SecretRef;
import dev.bearerd.token.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and hooks that hold a secret where something else was expected. */
final class FileLeakTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Occasion OCCASION = new Occasion("orders", List.of(), Instant.EPOCH);

  private static final Token TOKEN =
      new Token(
          new Secret(ACCESS_TOKEN.text()),
          List.of(),
          Instant.EPOCH,
          Instant.EPOCH.plusSeconds(60),
          Token.ExpirySource.EXPIRES_IN);

  private final Path directory;
  private final Path key;

  FileLeakTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.key = Files.writeString(directory.resolve("key.pem"), PRIVATE_KEY.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{#each token}{it}{/each}",
        "{#for a in header}{a}{/for}",
        "{token.raw}",
        "{token.nothing.nothing}",
        "{token.foo(header)}",
        "{scopes.get(token)}",
        "{scopes.take(token)}",
        "{#if token gt 3}x{/if}",
        "{token + 1}",
        "{token - 1}",
        "{#include {token} /}",
        "{#let a=token}{a.b}{/let}",
        "{token.or(header).x}"
      })
  void aTemplateFailsWithoutTheToken(String template) throws IOException {
    var file = Files.writeString(directory.resolve("template"), template);

    new Evidence()
        .add("template", failure(() -> new TemplateFormat(file).render(TOKEN)))
        .assertClean();
  }

  @Test
  void aWrongFileIsRefusedWithoutItsContent() {
    var evidence =
        new Evidence()
            .add("secret", failure(() -> new SecretRef.File("password-file", key).resolve()))
            .add("ca-file", failure(() -> new CaFile(key).trustStore()))
            .add("registration-file", failure(() -> new RegistrationFile(key).resolve()))
            .add("service-account-file", failure(() -> new ServiceAccountFile(key).read()))
            .add(
                "private-key-file",
                failure(
                    () -> new PrivateKeyFile("private-key-file", key, Optional.empty()).read()));

    assertThat(evidence.text()).contains("key.pem");
    evidence.assertClean();
  }

  @Test
  void aSecretThatIsGivenAsAPathIsNotShown() {
    var path = Path.of(CLIENT_SECRET.mark());

    new Evidence()
        .add("secret", failure(() -> new SecretRef.File("client-secret-file", path).resolve()))
        .assertClean();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"@@", "{\"version\": 2, \"token\": \"@@\"}", "{\"version\": \"@@\"}", "{@@"})
  void aDamagedJournalIsToldWithoutItsContent(String content) throws IOException {
    Files.writeString(directory.resolve("orders.json"), content.replace("@@", ACCESS_TOKEN.mark()));

    new Evidence()
        .add("journal", failure(() -> new FileJournal(directory, new Random(1)).load("orders")))
        .assertClean();
  }

  @Test
  void hooksAreDescribedWithoutSecrets() {
    var exec = new ExecHook(List.of("curl -u user:" + API_KEY.mark()), TIMEOUT);
    var url =
        URI.create("http://u:" + API_KEY.mark() + "@127.0.0.1:1/x/" + API_KEY.mark() + "?y=z");
    var http = new HttpHook(new WebClient(), url, "POST", Map.of("X-Key", API_KEY.text()), TIMEOUT);
    var evidence =
        new Evidence()
            .add("exec", exec.description())
            .add("exec", failure(() -> exec.run(OCCASION)))
            .add("http", http.description())
            .add("http", failure(() -> http.run(OCCASION)));

    assertThat(evidence.text()).contains("exec curl…", "http POST http://127.0.0.1:1/x/***");
    evidence.assertClean();
  }

  @Test
  void programsAreNotGivenVariablesThatHoldASecret() {
    var path = System.getenv("PATH");
    var hook = new ExecHook(List.of("/usr/bin/env"), TIMEOUT, path::equals);

    assertThat(hook.run(OCCASION)).isNotEmpty().noneMatch(line -> line.startsWith("PATH="));
  }

  private static Throwable failure(ThrowingCallable work) {
    return Optional.ofNullable(catchThrowable(work)).orElseThrow();
  }
}
