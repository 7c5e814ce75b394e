package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What import-curl prints, and which request the printed configuration makes. */
class ImportCurlTest {
  private static final String ORDERS =
      "curl -u orders:s3cret -d grant_type=client_credentials https://sts.example.com/token";

  private final Path directory;
  private final ImportedCurl curl;

  ImportCurlTest(@TempDir Path directory) {
    this.directory = directory;
    this.curl = new ImportedCurl(directory);
  }

  @Test
  void printsAWholeConfiguration() throws IOException {
    assertThat(curl.run(ORDERS)).isZero();

    assertThat(curl.out())
        .isEqualTo(
            """
            bearerd:
              providers:
                sts.example.com:
                  token-url: https://sts.example.com/token
                  client-id: orders
                  client-secret-file: %s/sts.example.com-client-secret
                  publish:
                    - file: /run/tokens/sts.example.com
            """
                .formatted(curl.secrets()));
    assertThat(curl.secret("sts.example.com-client-secret")).isEqualTo("s3cret");
    assertThat(curl.err()).contains("sts.example.com-client-secret: written");
  }

  @Test
  void readsApiConnect() throws IOException {
    imported(
        """
        curl  -k -X POST -d '{"username": "chrisp", "password": "pass word", "realm": "provider/default-idp-2", "client_id": "599b7aef-8841-4ee2-88a0-84d49c4d6ff", "client_secret": "0ea28423-e73b-47d4-b40e-ddb45c48bb0", "grant_type": "password"}' -H 'Content-Type: application/json' -H 'Accept: application/json' https://apim.example.com/api/token
        """);

    assertThat(curl.entry())
        .startsWith("preset: ibm-api-connect\nserver: https://apim.example.com\n")
        .contains("realm: provider/default-idp-2\n", "  insecure-skip-verify: true")
        .doesNotContain("grant:", "body:", "client-authentication:", "parameters:", "headers:");
    var call = curl.call(Map.of());
    assertThat(call).hasToString("POST https://apim.example.com/api/token");
    assertThat(call.headers()).containsOnlyKeys("Accept", "Content-Type");
    assertThat(call.headers()).containsEntry("Content-Type", "application/json");
    assertThat(ImportedCurl.parameters(call.body()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "grant_type", "password",
                "username", "chrisp",
                "password", "pass word",
                "realm", "provider/default-idp-2",
                "client_id", "599b7aef-8841-4ee2-88a0-84d49c4d6ff",
                "client_secret", "0ea28423-e73b-47d4-b40e-ddb45c48bb0"));
  }

  @Test
  void readsARegisteredClientOfApiConnect() throws IOException {
    imported(
        """
        curl  -k -X POST -d '{
          "username": "admin",
          "password": "password",
          "realm": "admin/default-idp-1",
          "client_id": "clientID",
          "client_secret": "clientPassword",
          "grant_type": "password"
        }' -H 'Content-Type: application/json' -H 'Accept: application/json' https://localhost:2000/api/token
        """);

    assertThat(curl.entry())
        .startsWith("preset: ibm-api-connect\nserver: https://localhost:2000\n");
    assertThat(ImportedCurl.parameters(curl.call(Map.of()).body()))
        .containsEntry("realm", "admin/default-idp-1")
        .containsEntry("client_id", "clientID")
        .hasSize(6);
  }

  @Test
  void readsConfigapi() throws IOException {
    imported(
        "curl -d 'grant_type=client_credentials&client_id=clientid"
            + "&client_secret=qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ&scope=example.com'"
            + " https://example.com/configapi/v2/oauth/token");

    assertThat(curl.entry())
        .isEqualTo(
            """
            preset: configapi-v2
            server: https://example.com
            client-id: clientid
            client-secret-file: %s/example.com-client-secret
            scopes: [example.com]
            publish:
              - file: /run/tokens/example.com
            """
                .formatted(curl.secrets()));
    assertThat(curl.call(Map.of()).body())
        .isEqualTo(
            "grant_type=client_credentials&client_id=clientid"
                + "&client_secret=qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ&scope=example.com");
  }

  @Test
  void readsApk() throws IOException {
    imported(
        """
           curl -k --location 'https://idp.am.wso2.com:9095/oauth2/token' \\
           --header 'Host: idp.am.wso2.com' \\
           --header 'Authorization: Basic NDVmMWM1YzgtYTkyZS0xMWVkLWFmYTEtMDI0MmFjMTIwMDAyOjRmYmQ2MmVjLWE5MmUtMTFlZC1hZmExLTAyNDJhYzEyMDAwMg==' \\
           --header 'Content-Type: application/x-www-form-urlencoded' \\
           --data-urlencode 'grant_type=client_credentials'
        """);

    assertThat(curl.entry())
        .startsWith("preset: wso2-apk\nserver: https://idp.am.wso2.com:9095\nclient-id: '45f1c5c8-")
        .contains("headers:\n  Host: idp.am.wso2.com\n")
        .doesNotContain("basic-encoding");
    var call = curl.call(Map.of());
    assertThat(call.headers())
        .containsEntry("Host", "idp.am.wso2.com")
        .containsEntry(
            "Authorization",
            "Basic NDVmMWM1YzgtYTkyZS0xMWVkLWFmYTEtMDI0MmFjMTIwMDAyOjRmYmQ2MmVjLWE5MmUtMTFlZC1hZmEx"
                + "LTAyNDJhYzEyMDAwMg==");
    assertThat(call.body()).isEqualTo("grant_type=client_credentials");
  }

  @Test
  void readsApiCloud() throws IOException {
    imported(
        "curl -k -d \"grant_type=password&username=john@johns.org@johnsorg&password=p%26ss\" -H"
            + " \"Authorization: Basic d1U2MkRqbHlEQm5xODdHbEJ3cGxmcXZtQWJBYTprc2RTZG9lZkREUDd3cGFF"
            + "bGZxdm1qRHVl\" -H \"Content-Type: application/x-www-form-urlencoded\""
            + " https://gateway.api.cloud.wso2.com/token");

    assertThat(curl.entry())
        .startsWith("preset: wso2-api-cloud\nserver: https://gateway.api.cloud.wso2.com\n");
    var call = curl.call(Map.of());
    assertThat(call).hasToString("POST https://gateway.api.cloud.wso2.com/token");
    assertThat(call.headers().get("Authorization")).startsWith("Basic d1U2MkRqbHlEQm5x");
    assertThat(ImportedCurl.parameters(call.body()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "grant_type", "password",
                "username", "john@johns.org@johnsorg",
                "password", "p&ss"));
  }

  @Test
  void takesWordsThatAShellHasTakenApart() throws IOException {
    assertThat(
            curl.run(
                "--name",
                "orders",
                "/usr/bin/curl",
                "-sSfX",
                "POST",
                "-uorders:s3cret with 'quotes'",
                "-dgrant_type=client_credentials",
                "--url",
                "https://sts.example.com/token"))
        .isZero();

    assertThat(curl.secret("orders-client-secret")).isEqualTo("s3cret with 'quotes'");
    assertThat(curl.entry()).contains("basic-encoding: raw");
  }

  @Test
  void takesTheCommandFromStandardInput() throws IOException {
    var before = System.in;
    System.setIn(new ByteArrayInputStream(("$ " + ORDERS + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(curl.run("-")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(curl.entry()).contains("client-id: orders");
  }

  @Test
  void leavesVariablesOfAScriptWhatTheyAre() throws IOException {
    imported(
        """
        curl -s -X POST "$KEYCLOAK/realms/${REALM}/protocol/openid-connect/token" \\
          -d "grant_type=password&client_id=$ID" -d "client_secret=$SECRET" \\
          --data-urlencode "username=$USERNAME" --data-urlencode 'password=a$${b}c' \\
          | jq -r '.access_token' > /var/run/tokens/app
        """);

    assertThat(curl.entry()).contains("client-secret: '${SECRET}'", "- file: /var/run/tokens/app");
    assertThat(curl.secret("keycloak-password")).isEqualTo("a$${b}c");
    assertThat(curl.err())
        .contains("variables are encoded for the form")
        .doesNotContain("left out");
    var call =
        curl.call(
            Map.of(
                "KEYCLOAK", "https://sso.example.com:8443",
                "REALM", "shop",
                "ID", "app",
                "SECRET", "s&cret",
                "USERNAME", "jo"));
    assertThat(call)
        .hasToString("POST https://sso.example.com:8443/realms/shop/protocol/openid-connect/token");
    assertThat(ImportedCurl.parameters(call.body()))
        .containsEntry("client_secret", "s&cret")
        .containsEntry("username", "jo")
        .containsEntry("password", "a$${b}c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sso.example.com/auth/realms/a%20b/protocol/openid-connect/token",
        "https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
        "https://dev-1.okta.com/oauth2/default/v1/token",
        "https://dev-1.okta.com/oauth2/v1/token",
        "https://example.eu.auth0.com/oauth/token",
        "https://login.example.com/token?v=1"
      })
  void asksAtTheSameAddress(String url) throws IOException {
    for (var client : List.of("-u 'id:a+b/c'", "-d client_id=id -d client_secret=a%2Bb/c")) {
      imported(
          "curl %s -d grant_type=client_credentials -d scope=s -d audience=x '%s'"
              .formatted(client, url));

      var call = curl.call(Map.of());
      assertThat(call.url()).hasToString(url);
      assertThat(call.body()).startsWith("grant_type=client_credentials");
      if (client.startsWith("-u")) {
        assertThat(call.headers()).containsEntry("Authorization", "Basic aWQ6YStiL2M=");
      } else {
        assertThat(ImportedCurl.parameters(call.body())).containsEntry("client_secret", "a+b/c");
      }
    }
  }

  @Test
  void readsBackWhateverItPrints() throws IOException {
    for (var value :
        List.of(
            "a: b",
            "#c",
            "'q\"",
            "é\u2028\u00a0",
            "- x",
            "null",
            "~",
            "0123",
            "*a",
            "%",
            "{x}",
            "$${a}",
            "😀")) {
      imported(
          "curl -d client_id=a -d grant_type=client_credentials --data-urlencode 'tenant=%s' %s"
              .formatted(value.replace("'", "'\\''"), "https://sts.example.com/token"));

      assertThat(ImportedCurl.parameters(curl.call(Map.of()).body()))
          .containsEntry("tenant", value);
    }
  }

  @Test
  void writesSecretsForThisUserAlone() throws IOException {
    imported(ORDERS);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(curl.secrets())))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(
                    curl.secrets().resolve("sts.example.com-client-secret"))))
        .isEqualTo("rw-------");
  }

  @Test
  void replacesAnotherSecretOnlyByForce() throws IOException {
    imported(ORDERS);
    imported(ORDERS);
    assertThat(curl.err()).contains("holds that secret already");

    assertThat(curl.run(ORDERS.replace("s3cret", "oth3r"))).isEqualTo(ExitCode.USAGE);
    assertThat(curl.out()).isEmpty();
    assertThat(curl.err()).contains("holds another secret; choose another --name").hasLineCount(1);
    assertThat(curl.secret("sts.example.com-client-secret")).isEqualTo("s3cret");

    assertThat(curl.run("--force", ORDERS.replace("s3cret", "oth3r"))).isZero();
    assertThat(curl.secret("sts.example.com-client-secret")).isEqualTo("oth3r");
  }

  @Test
  void makesVariablesOfSecretsThatHaveNoKey() throws IOException {
    imported(
        "curl -H 'X-Api-Key: k\"y$1' -H 'X-Trace: no' -x http://me:pr0xy@proxy:3128"
            + " -d 'grant_type=client_credentials&client_id=a&session=' https://h.example.com/t");

    assertThat(curl.entry()).contains("X-Api-Key: '${H_EXAMPLE_COM_X_API_KEY}'", "X-Trace: 'no'");
    assertThat(curl.secret("h.example.com.env"))
        .isEqualTo("H_EXAMPLE_COM_X_API_KEY=\"k\\\"y\\$1\"\n");
    assertThat(curl.secret("h.example.com-proxy")).isEqualTo("http://me:pr0xy@proxy:3128");
    assertThat(curl.err())
        .contains("EnvironmentFile=", "a parameter is left out, as it is empty: session");
    assertThat(curl.out() + curl.err()).doesNotContain("pr0xy", "k\"y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n"})
  void saysThatThereIsNoCommand(String nothing) {
    assertThat(curl.run(nothing)).isEqualTo(ExitCode.USAGE);
    assertThat(curl.err()).contains("bearerd: there is no command");
  }

  @Test
  void saysThatThereAreNoArguments() {
    assertThat(curl.run()).isEqualTo(ExitCode.USAGE);
    assertThat(curl.err()).contains("there is no command");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--nmae x curl -d s3cret=1 https://h/t | does not start with curl",
        "-d client_secret=s3cret https://h/t | does not start with curl",
        "--name Orders curl -d a=b https://h/t | a provider's name is lower-case letters"
      })
  void saysWhereItsOwnOptionsBelong(String arguments, String complaint) {
    assertThat(curl.run(arguments.split(" ", -1))).isEqualTo(ExitCode.USAGE);
    assertThat(curl.err()).contains(complaint).doesNotContain("s3cret");
  }

  @Test
  void writesNothingWhereTheCommandIsWrong() {
    assertThat(curl.run("curl -u a:s3cret -d grant_type=password --frob https://h/t"))
        .isEqualTo(ExitCode.USAGE);

    assertThat(curl.secrets()).doesNotExist();
    assertThat(curl.out()).isEmpty();
    assertThat(curl.err())
        .isEqualToIgnoringNewLines(
            "bearerd: the option --frob is not known here; remove it if the token does not need it");
  }

  @Test
  void saysWhereSecretsCannotBeWritten() throws IOException {
    Files.writeString(directory.resolve("secrets"), "a file");

    assertThat(curl.run(ORDERS)).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(curl.err()).contains("--secrets-directory").doesNotContain("s3cret");
  }

  private void imported(String command) {
    assertThat(curl.run(command)).as(curl.err()).isZero();
    assertThat(curl.out()).startsWith("bearerd:\n  providers:\n");
  }
}
