package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands say that ask no server. */
class CommandLineTest {
  private final Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  CommandLineTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void checkCountsWhatIsConfigured() throws IOException {
    assertThat(
            check(
                """
                preset: configapi-v2
                server: https://example.com
                client-id: sheila
                client-secret: s3cret
                scopes: [example.com]
                publish: [{file: tokens/a}, {file: {path: tokens/b, format: header}}]
                """))
        .isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("1 provider, 2 targets: no problems");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{preset: keykloak} | preset: \"keykloak\" is not known; known are",
        "{preset: wso2-akp} | preset: \"wso2-akp\" is not known; did you mean wso2-apk?",
        "{client-id: a} | token-url: is missing; or set a preset and server",
        "{client-id: a, server: 'https://h'} | server: has no effect here; it is used with a preset",
        "{preset: wso2-apk, client-id: a} | server: is missing; or set token-url",
        "{token-url: 'https://h/t'} | client-id: is missing; every token request names its client",
        "{token-url: 'https://h/t', client-id: a, grant: password, password: p}"
            + " | username: is missing; grant: password needs a username",
        "{token-url: 'https://h/t', client-id: a, grant: password, username: u}"
            + " | password: is missing; grant: password needs it (or password-file)",
        "{token-url: 'https://h/t', client-id: a, grant: refresh-token}"
            + " | refresh-token: is missing; grant: refresh-token needs it",
        "{token-url: 'https://h/t', client-id: a, username: u}"
            + " | username: has no effect here; it is used with grant: password",
        "{token-url: 'https://h/t', client-id: a, realm: admin/x}"
            + " | realm: has no effect here; it is used with preset: ibm-api-connect",
        "{preset: configapi-v2, server: 'https://h', client-id: a, client-secret: b}"
            + " | scopes: is missing; configapi-v2 needs the tenant or host as scope",
        "{preset: ibm-api-connect, server: 'https://h', username: u, password: p}"
            + " | realm: is missing; give realm: provider/NAME",
        "{token-url: 'https://h/t', client-id: a, parameters: {grant_type: x}}"
            + " | parameters: grant_type has a key of its own",
        "{token-url: 'https://h/t', client-id: a, headers: {Content-Length: '3'}}"
            + " | Content-Length follows from the request itself",
        "{token-url: 'https://h/t', client-id: a, publish: [{file: {path: f, format: headr}}]}"
            + " | publish[0].file.format: \"headr\" is not known; did you mean header?",
        "{token-url: 'https://h/t', client-id: a, publish: [{file: {path: f, format: template}}]}"
            + " | publish[0].file.template: is missing; the format template needs a Qute file",
        "{token-url: 'https://h/t', client-id: a, client-secret-file: /no/such}"
            + " | client-secret-file: /no/such does not exist",
        "{token-url: 'https://h/t', client-id: a, tls: {ca-file: /no/such}}"
            + " | tls.ca-file: /no/such does not exist",
        "{token-url: 'https://h/t', client-id: a, tls: {ca-file: /dev/null}}"
            + " | tls.ca-file: /dev/null holds no certificate in PEM",
        "{token-url: 'https://h/t', client-id: a, publish: [{file: /}]}"
            + " | publish[0].file: / is a directory",
        "{preset: ibm-api-connect, server: 'https://h', realm: admin/x, username: u, password: p,"
            + " registration-file: /no/such}"
            + " | registration-file: /no/such does not exist"
      })
  void checkSaysWhatIsMissingOrUseless(String provider, String complaint) throws IOException {
    assertThat(check(provider)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("bearerd.yaml:3: providers.orders")
        .contains(complaint)
        .endsWith("nothing was done\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void checkShowsProblemsOfEverySortAtOnce() throws IOException {
    Files.writeString(directory.resolve("lines"), "two\nlines\n");
    check(
        """
        preset: keykloak
        clint-id: a
        client-secret-file: %s/lines
        timeout: soon
        publish: [{file: {path: f, format: jsn, owner: -1}}]
        """
            .formatted(directory));

    assertThat(err.toString())
        .contains("preset: \"keykloak\" is not known")
        .contains("clint-id: unknown key; did you mean client-id?")
        .contains("lines has several lines or a control character; a secret is one line")
        .contains("timeout: must be a duration")
        .contains("format: \"jsn\" is not known; did you mean json?")
        .contains("owner is no name or number of a user");
  }

  @Test
  void anEmptyVariableNamesNoConfiguration() {
    Bearerd.commandLine(
            Map.of("BEARERD_CONFIG", ""), new PrintWriter(out, true), new PrintWriter(err, true))
        .execute("check");

    assertThat(err.toString()).contains("/etc/bearerd/bearerd.yaml: does not exist");
  }

  @Test
  void checkWarnsOfCertificatesThatAreNotVerified() throws IOException {
    assertThat(check("{token-url: 'https://h/t', client-id: a, tls: {insecure-skip-verify: true}}"))
        .isZero();
    assertThat(err.toString()).contains("certificate not verified provider=orders");
  }

  @Test
  void aProviderThatIsNotConfiguredIsSuggested() throws IOException {
    configure("{token-url: 'https://h/t', client-id: a}");

    assertThat(run("--config", directory + "/bearerd.yaml", "get", "order"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "bearerd: no provider named order is configured; did you mean orders?");
  }

  @ParameterizedTest
  @CsvSource({
    "onse, Did you mean: bearerd once",
    "once --timeout soon, no duration such as 500ms",
    "once --timeout -1s, no duration such as 500ms",
    "get, Missing required parameter: 'PROVIDER'",
    "--frob, try: bearerd --help"
  })
  void aWrongCommandLineGetsOneHint(String arguments, String hint) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).startsWith("bearerd: ").contains(hint);
    assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(2);
  }

  private int check(String provider) throws IOException {
    configure(provider);
    return run("--config", directory + "/bearerd.yaml", "check");
  }

  private void configure(String provider) throws IOException {
    var indented = provider.startsWith("{") ? " " + provider : "\n" + provider.indent(6);
    Files.writeString(
        directory.resolve("bearerd.yaml"), "bearerd:\n  providers:\n    orders:" + indented);
  }

  private int run(String... arguments) {
    return Bearerd.commandLine(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }
}
