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
import org.junit.jupiter.params.provider.ValueSource;

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
        "{preset: keykloak} | preset: is not known; did you mean keycloak?",
        "{preset: something} | preset: is not known; known are",
        "{preset: wso2-akp} | preset: is not known; did you mean wso2-apk?",
        "{client-id: a} | token-url: is missing; or set issuer, or a preset and server",
        "{client-id: a, server: 'https://h'} | server: has no effect here; it is used with a preset",
        "{preset: wso2-apk, client-id: a} | server: is missing; or set token-url",
        "{token-url: 'https://h/t'} | client-id: is missing; every token request names its client",
        "{token-url: 'https://h/t', client-id: a, grant: password, password: p}"
            + " | username: is missing; grant: password needs a username",
        "{token-url: 'https://h/t', client-id: a, grant: password, username: u}"
            + " | password: is missing; grant: password needs it (or password-file)",
        "{token-url: 'https://h/t', client-id: a, grant: refresh-token}"
            + " | refresh-token: is missing; grant: refresh-token needs it",
        "{issuer: 'https://h/i?a=b', client-id: a} | issuer: must have no query",
        "{issuer: 'https://h', server: 'https://h', preset: keycloak, client-id: a}"
            + " | server: has no effect here; it is used without issuer",
        "{token-url: 'https://h/t', client-id: a, revoke: true}"
            + " | revoke: needs revocation-url, or issuer, by which it is found",
        "{preset: entra-id, realm: r, client-id: a, scopes: [s], revoke: true}"
            + " | revoke: needs revocation-url",
        "{token-url: 'https://h/t', client-id: a, username: u}"
            + " | username: has no effect here; it is used with grant: password",
        "{token-url: 'https://h/t', client-id: a, client-authentication: none, client-secret: b}"
            + " | client-secret: has no effect here; it is used with client-authentication: basic",
        "{token-url: 'https://h/t', client-id: a, client-assertion-file: /x, client-secret: b}"
            + " | client-secret: has no effect here; it is used with client-authentication: basic",
        "{token-url: 'https://h/t', client-id: a, client-assertion-file: /x, private-key-file: /k}"
            + " | private-key-file: has no effect here; it is used with client-authentication",
        "{token-url: 'https://h/t', client-id: a, client-secret: b,"
            + " client-authentication: client-secret-jwt, signature-algorithm: RS256}"
            + " | signature-algorithm: must be HS256",
        "{token-url: 'https://h/t', client-id: a, realm: admin/x}"
            + " | realm: has no effect here; it is used with preset: ibm-api-connect, keycloak",
        "{preset: configapi-v2, server: 'https://h', client-id: a, client-secret: b}"
            + " | scopes: is missing; preset configapi-v2 needs it, see its page",
        "{preset: ibm-api-connect, server: 'https://h', username: u, password: p}"
            + " | realm: is missing; give realm: provider/NAME",
        "{token-url: 'https://h/t', client-id: a, parameters: {grant_type: x}}"
            + " | parameters: grant_type has a key of its own",
        "{token-url: 'https://h/t', client-id: a, headers: {Content-Length: '3'}}"
            + " | Content-Length follows from the request itself",
        "{token-url: 'https://h/t', client-id: a, publish: [{file: {path: f, format: headr}}]}"
            + " | publish[0].file.format: is not known; did you mean header?",
        "{token-url: 'https://h/t', client-id: a,"
            + " publish: [{directory: {path: f, entries: {t: rawr}}}]}"
            + " | publish[0].directory.entries.t: is not known; did you mean raw?",
        "{token-url: 'https://h/t', client-id: a,"
            + " publish: [{directory: {path: f, entries: {t: template}}}]}"
            + " | publish[0].directory.entries.t: is not known",
        "{token-url: 'https://h/t', client-id: a,"
            + " publish: [{directory: {path: f, owner: -1}}]}"
            + " | publish[0].directory: owner is no name or number of a user",
        "{token-url: 'https://h/t', client-id: a, publish: [{file: {path: f, format: template}}]}"
            + " | publish[0].file.template: is missing; the format template needs a Qute file",
        "{token-url: 'https://h/t', client-id: a, client-secret-file: /no/such}"
            + " | client-secret-file: /no/such does not exist",
        "{token-url: 'https://h/t', client-id: a, tls: {ca-file: /no/such}}"
            + " | tls.ca-file: /no/such does not exist",
        "{token-url: 'https://h/t', client-id: a, tls: {ca-file: /dev/null}}"
            + " | tls.ca-file: /dev/null holds no certificate in PEM",
        "{token-url: 'https://h/t', grant: jwt-bearer}"
            + " | assertion-file: is missing; grant: jwt-bearer needs the assertion",
        "{token-url: 'https://h/t', grant: jwt-bearer, assertion: {issuer: a}}"
            + " | assertion.private-key-file: is missing; the assertion is signed with it",
        "{token-url: 'https://h/t', grant: jwt-bearer, assertion: {private-key-file: /x}}"
            + " | assertion.issuer: is missing; it says who signs the assertion",
        "{token-url: 'https://h/t', grant: jwt-bearer, assertion: {issuer: a,"
            + " private-key-file: /x, signature-algorithm: HS256}}"
            + " | assertion.signature-algorithm: HS256 is not for private keys",
        "{token-url: 'https://h/t', grant: jwt-bearer, assertion: {issuer: a,"
            + " private-key-file: /dev/null}}"
            + " | assertion.private-key-file: /dev/null is empty",
        "{token-url: 'https://h/t', grant: jwt-bearer, assertion: {issuer: a,"
            + " private-key-file: /x, claims: {sub: b}}}"
            + " | sub is set by bearerd; remove it",
        "{token-url: 'https://h/t', client-id: a, assertion: {issuer: a}}"
            + " | assertion.issuer: has no effect here; it is used with grant: jwt-bearer",
        "{token-url: 'https://h/t', client-id: a, private-key-file: /no/such}"
            + " | private-key-file: /no/such does not exist",
        "{issuer: 'https://h', grant: jwt-bearer, assertion: {issuer: a, private-key-file: /x}}"
            + " | assertion.audience: is missing; the token URL is not known before",
        "{preset: google, scopes: [a]}"
            + " | service-account-file: is missing; preset google signs with the key",
        "{preset: google, service-account-file: /dev/null}"
            + " | scopes: is missing; or audience, for an ID token",
        "{preset: google, scopes: [a], service-account-file: /dev/null}"
            + " | service-account-file: /dev/null is no JSON document",
        "{preset: google, scopes: [a], client-id: a, service-account-file: /dev/null}"
            + " | client-id: has no effect here; it is used without service-account-file",
        "{preset: github-app, client-id: a, private-key-file: /dev/null}"
            + " | installation-id: is missing; preset github-app needs it",
        "{preset: github-app, client-id: a, installation-id: 1}"
            + " | private-key-file: is missing; preset github-app needs it",
        "{preset: github-app, installation-id: 1, private-key-file: /dev/null}"
            + " | client-id: is missing; preset github-app needs it",
        "{preset: github-app, client-id: a, installation-id: 1, private-key-file: /dev/null,"
            + " scopes: [contents]}"
            + " | scopes: must be permissions of a GitHub App such as contents:read",
        "{preset: github-app, client-id: a, installation-id: 1, private-key-file: /dev/null,"
            + " parameters: {repositories: a/b}}"
            + " | parameters.repositories: must be names of repositories, without their owner",
        "{preset: github-app, client-id: a, installation-id: 1, private-key-file: /dev/null,"
            + " revoke: true}"
            + " | revoke: has no effect here; the tokens of installations end by themselves",
        "{preset: github-app, client-id: a, installation-id: 1, private-key-file: /dev/null,"
            + " client-secret: s}"
            + " | client-secret: has no effect here; it is used with presets that have a token",
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
        .contains("preset: is not known")
        .contains("clint-id: unknown key; did you mean client-id?")
        .contains("lines has several lines or a control character; a secret is one line")
        .contains("timeout: must be a duration")
        .contains("format: is not known; did you mean json?")
        .contains("owner is no name or number of a user");
  }

  @Test
  void anEmptyVariableNamesNoConfiguration() {
    Bearerd.commandLine(
            Map.of("BEARERD_CONFIG", ""), new PrintWriter(out, true), new PrintWriter(err, true))
        .execute("check");

    assertThat(err.toString()).contains("/etc/bearerd/bearerd.yaml: does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{issuer: 'https://h/i', client-id: a, revoke: true}",
        "{preset: keycloak, issuer: 'https://h/realms/r', client-id: a}",
        "{preset: keycloak, server: 'https://h', realm: r, client-id: a, revoke: true}",
        "{token-url: 'https://h/t', revocation-url: 'https://h/r', client-id: a, revoke: true}"
      })
  void checkKnowsWhereEndpointsAreFound(String provider) throws IOException {
    assertThat(check(provider)).as(err.toString()).isZero();
  }

  @Test
  void aJournalAllowsALoginInPlaceOfARefreshToken() throws IOException {
    Files.writeString(
        directory.resolve("bearerd.yaml"),
        """
        bearerd:
          journal: %s/journal
          providers:
            orders: {token-url: 'https://h/t', client-id: a, grant: refresh-token}
        """
            .formatted(directory));

    assertThat(run("--config", directory + "/bearerd.yaml", "check")).as(err.toString()).isZero();
  }

  @Test
  void loginNeedsAJournal() throws IOException {
    configure("{token-url: 'https://h/t', client-id: a}");

    assertThat(run("--config", directory + "/bearerd.yaml", "login", "orders"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "bearerd: there is no journal to keep the refresh token in; set journal");
  }

  @Test
  void checkWarnsOfCertificatesThatAreNotVerified() throws IOException {
    assertThat(check("{token-url: 'https://h/t', client-id: a, tls: {insecure-skip-verify: true}}"))
        .isZero();
    assertThat(err.toString()).contains("certificate not verified provider=orders");
  }

  @ParameterizedTest
  @CsvSource({
    "ALL_PROXY, socks5://u:hush@h:1080, https://a/t",
    "HTTPS_PROXY, https://u:hush@h:3128, https://a/t",
    "http_proxy, hush, http://a/t"
  })
  void checkNamesAVariableThatNamesNoPossibleProxy(String variable, String value, String url)
      throws IOException {
    configure("{token-url: '" + url + "', client-id: a, allow-http: true}");

    assertThat(check(Map.of(variable, value))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("environment variable " + variable + " is not http://HOST:PORT")
        .contains("no other sort of proxy can be used")
        .doesNotContain("hush");
  }

  @ParameterizedTest
  @CsvSource({
    "http_proxy, https://a/t, ''",
    "all_proxy, https://localhost/t, ''",
    "all_proxy, https://a/t, ', proxy: \"http://h:1\"'"
  })
  void checkLooksOnlyAtProxiesThatAreUsed(String variable, String url, String more)
      throws IOException {
    configure("{token-url: '" + url + "', client-id: a" + more + "}");

    assertThat(check(Map.of(variable, "socks5://h:1080"))).as(err.toString()).isZero();
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

  private int check(Map<String, String> environment) {
    return run(environment, "--config", directory + "/bearerd.yaml", "check");
  }

  private int run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private int run(Map<String, String> environment, String... arguments) {
    return Bearerd.commandLine(environment, new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }
}
