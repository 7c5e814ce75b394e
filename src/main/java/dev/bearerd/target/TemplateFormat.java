package dev.bearerd.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bearerd.token.Secret;
import dev.bearerd.token.Token;
import io.quarkus.qute.Engine;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A format of the operator's own: a Qute template in a file, which is read anew for each token, so
 * that an edit needs no restart. A name that is none of docs/formats.md is an error. Nothing is
 * escaped.
 */
public final class TemplateFormat implements Format {
  private static final long MAX_BYTES = 1024 * 1024;

  /** Has everything that a template can name. */
  private static final Token SAMPLE =
      new Token(
          new Secret("sample"),
          List.of("sample"),
          Instant.EPOCH,
          Instant.EPOCH.plusSeconds(3600),
          Token.ExpirySource.EXPIRES_IN);

  private final Path file;
  private final Engine engine = Engine.builder().addDefaults().strictRendering(true).build();

  public TemplateFormat(Path file) {
    this.file = file;
  }

  /** Renders a token that is none. */
  @Override
  public void check() {
    render(SAMPLE);
  }

  @Override
  public byte[] render(Token token) {
    var source = read();
    try {
      return render(engine.parse(source), token).getBytes(UTF_8);
    } catch (TemplateException e) {
      throw unusable("has an error: " + oneLine(String.valueOf(e.getMessage())));
    }
  }

  private static String render(Template template, Token token) {
    return template
        .data("token", token.value().reveal())
        .data("type", "Bearer")
        .data("header", StandardFormat.header(token))
        .data("scopes", token.scopes())
        .data("obtainedAt", StandardFormat.time(token.obtainedAt()))
        .data("expiresAt", StandardFormat.time(token.expiresAt()))
        .data("expiresAtSeconds", token.expiresAt().getEpochSecond())
        .render();
  }

  private String read() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unusable("is larger than 1 MiB");
      }
      return Files.readString(file, UTF_8);
    } catch (NoSuchFileException e) {
      throw unusable("does not exist");
    } catch (AccessDeniedException e) {
      throw unusable("may not be read by this user");
    } catch (MalformedInputException e) {
      throw unusable("is not UTF-8 text");
    } catch (IOException e) {
      throw unusable(
          Files.isDirectory(file) ? "is a directory" : "cannot be read: " + e.getMessage());
    }
  }

  private TargetException unusable(String why) {
    return new TargetException("template " + file + " " + why);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
