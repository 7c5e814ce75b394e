package dev.bearerd.curl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bearerd.token.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurlImportTest {
  private static final Path SECRETS = Path.of("/etc/bearerd/secrets");
  private static final String URL = "https://sts.example.com/token";
  private static final String MARK = "s3cretMARKs3cret";

  @Test
  void readsKeycloak() {
    var imported =
        imported(
            "curl -d client_id=app -d client_secret=x -d grant_type=client_credentials"
                + " https://sso.example.com/realms/shop/protocol/openid-connect/token");

    assertEntry(
        imported,
        """
        preset: keycloak
        server: https://sso.example.com
        realm: shop
        client-id: app
        client-secret-file: /etc/bearerd/secrets/n-client-secret
        client-authentication: post
        """);
    assertThat(imported.files())
        .isEqualTo(Map.of(SECRETS.resolve("n-client-secret"), new Secret("x")));
  }

  @Test
  void readsTokenExchangeWithATokenInAFile() {
    assertEntry(
        imported(
            "curl -u a:b --data-urlencode subject_token@/var/run/token"
                + " -d subject_token_type=urn:ietf:params:oauth:token-type:jwt -d audience=orders"
                + " -d grant_type=urn:ietf:params:oauth:grant-type:token-exchange "
                + URL),
        """
        token-url: https://sts.example.com/token
        grant: token-exchange
        subject-token-file: /var/run/token
        subject-token-type: urn:ietf:params:oauth:token-type:jwt
        client-id: a
        client-secret-file: /etc/bearerd/secrets/n-client-secret
        audience: orders
        """);
  }

  @Test
  void readsAnAssertionThatSaysByItselfWhoAsks() {
    assertEntry(
        imported(
            "curl --data-urlencode assertion@/var/run/jwt"
                + " -d grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer "
                + URL),
        """
        token-url: https://sts.example.com/token
        grant: jwt-bearer
        assertion-file: /var/run/jwt
        """);
  }

  @Test
  void readsEntraIdWithACertificateOrAFederatedToken() {
    assertEntry(
        imported(
            """
            curl -X POST -H "Content-Type: application/x-www-form-urlencoded" \\
              -d 'client_id=11111111-1111-1111-1111-111111111111' \\
              -d 'scope=https%3A%2F%2Fgraph.microsoft.com%2F.default' \\
              --data-urlencode client_assertion@/var/run/secrets/token \\
              -d 'client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer' \\
              -d 'grant_type=client_credentials' \\
              'https://login.microsoftonline.com/tenant/oauth2/v2.0/token'
            """),
        """
        preset: entra-id
        server: https://login.microsoftonline.com
        realm: tenant
        client-id: '11111111-1111-1111-1111-111111111111'
        client-assertion-file: /var/run/secrets/token
        scopes: [https://graph.microsoft.com/.default]
        """);
  }

  @Test
  void readsAuth0() {
    assertEntry(
        imported(
            """
            curl --request POST \\
              --url 'https://example.eu.auth0.com/oauth/token' \\
              --header 'content-type: application/json' \\
              --data '{"client_id":"app","client_secret":"x","audience":"https://api/","grant_type":"client_credentials"}'
            """),
        """
        preset: auth0
        server: https://example.eu.auth0.com
        client-id: app
        client-secret-file: /etc/bearerd/secrets/n-client-secret
        audience: https://api/
        body: json
        """);
  }

  @Test
  void readsOkta() {
    assertEntry(
        imported(
            """
            curl -s -v -X POST -H "Accept: application/json" -H "Cache-Control: no-cache" \\
              -H "Authorization: Basic YTpi" \\
              -d "grant_type=client_credentials&scope=one two" \\
              "https://example.okta.com/oauth2/default/v1/token"
            """),
        """
        preset: okta
        server: https://example.okta.com
        realm: default
        client-id: a
        client-secret-file: /etc/bearerd/secrets/n-client-secret
        scopes: [one, two]
        """);
  }

  @Test
  void readsDexWithAPassword() {
    assertEntry(
        imported(
            "curl -u 'app:p+w' --data-urlencode username=jo@example.com --data-urlencode 'password=a&b'"
                + " -d grant_type=password -d 'scope=openid email' http://dex.example.com:5556/dex/token"),
        """
        token-url: http://dex.example.com:5556/dex/token
        grant: password
        username: jo@example.com
        password-file: /etc/bearerd/secrets/n-password
        client-id: app
        client-secret-file: /etc/bearerd/secrets/n-client-secret
        basic-encoding: raw
        scopes: [openid, email]
        allow-http: true
        """);
  }

  @Test
  void readsHowTheServerIsReached() {
    assertEntry(
        imported(
            "curl --cacert ca.pem --cert ~/tls.crt --key /tls.key -x http://proxy:3128 -m 2.5"
                + " -d grant_type=client_credentials -d client_id=a "
                + URL),
        """
        token-url: https://sts.example.com/token
        client-id: a
        client-authentication: mtls
        tls:
          ca-file: %s
          client-certificate-file: '${HOME}/tls.crt'
          client-key-file: /tls.key
        proxy: http://proxy:3128
        timeout: 2500ms
        """
            .formatted(Path.of("ca.pem").toAbsolutePath()));
  }

  @Test
  void takesTheClientOfTheUrlAndParametersOfItsQuery() {
    var imported =
        imported(
            "curl -X POST 'https://a%20b:c@sts.example.com/token?v=1&grant_type=client_credentials'");

    assertEntry(
        imported,
        """
        token-url: 'https://sts.example.com/token?v=1'
        client-id: 'a b'
        client-secret-file: /etc/bearerd/secrets/n-client-secret
        basic-encoding: raw
        """);
    assertThat(imported.notes()).anyMatch(note -> note.contains("are sent in the body"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://sts.example.com/token, sts.example.com",
    "https://STS.example.com:8443/token, sts.example.com",
    "'https://$KEYCLOAK_HOST/token', keycloak-host",
    "https://[::1]:8443/token, 1",
    "https://_-_/token, provider"
  })
  void namesTheProviderByItsHost(String url, String name) {
    var imported =
        new CurlImport(Optional.empty(), SECRETS)
            .ofText("curl -d grant_type=client_credentials -d client_id=a " + url);

    assertThat(imported.document()).startsWith("bearerd:\n  providers:\n    " + YamlText.of(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| /run/tokens/n | ",
        "> /run/x | /run/x | the token alone",
        "-o /run/x | /run/x | the token alone",
        "-o /dev/null | /run/tokens/n | ",
        "PIPE jq -r .access_token > /run/x | /run/x | ",
        "PIPE jq -r '.access_token' | /run/tokens/n | ",
        "PIPE jq -r .access_token > relative | /run/tokens/n | left out",
        "PIPE python -m json.tool | /run/tokens/n | left out",
        "&& echo s3cret | /run/tokens/n | left out",
        "; echo s3cret > /run/x | /run/tokens/n | left out",
        "# why | /run/tokens/n | "
      })
  void publishesWhereTheCommandDoes(String behind, String file, String note) {
    var imported =
        imported(
            "curl -d grant_type=client_credentials -d client_id=a %s %s"
                .formatted(URL, Optional.ofNullable(behind).orElse("").replace("PIPE", "|")));

    assertThat(imported.document()).endsWith("      publish:\n        - file: " + file + "\n");
    if (note == null) {
      assertThat(imported.notes()).isEmpty();
    } else {
      assertThat(imported.notes()).singleElement().asString().contains(note);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "wget URL | does not start with curl",
        "TOKEN=x curl URL | does not start with curl",
        "curl | names no URL",
        "curl -d a=b | names no URL",
        "curl -d a=b URL URL | several URLs",
        "curl -d a=b not a url | several URLs",
        "curl -d a=b 'https://<host>/token' | the URL is none",
        "curl -d a=b ftp://h/token | the URL is none",
        "curl URL | sends no POST",
        "curl -X GET -d a=b URL | sends no POST",
        "curl -k https://h/api/cloud/provider/identity-providers | bearerd realms SERVER",
        "curl -X PUT -d a=b URL | sends no POST",
        "curl -G -d a=b URL | -G or --get sends the data in the URL",
        "curl -F grant_type=password URL | multipart",
        "curl --form grant_type=password URL | multipart",
        "curl -T file URL | uploads a file",
        "curl -K file URL | reads a file of options",
        "curl -n URL | write the client with -u ID:SECRET",
        "curl --digest -u a:b -d a=b URL | no way that OAuth clients log in",
        "curl -d a=b URL --next URL | another request",
        "curl --frob MARK URL | the option --frob is not known here",
        "curl -d grant_type=password -Z URL | the option -Z is not known here",
        "curl --data=grant_type=MARK URL | curl takes no = behind --data",
        "curl --MARK=MARK URL | an option is not known",
        "curl -d | the option -d needs a value",
        "curl --data | the option --data needs a value",
        "curl -X POST URL | sends no grant_type",
        "curl -d grant_type= -d client_id=a URL | sends no grant_type",
        "curl -d grant_type=MARK -d client_id=a URL | is none of client_credentials",
        "curl -d grant_type=authorization_code -d code=MARK URL | can be used once",
        "curl -d grant_type=urn:ietf:params:oauth:grant-type:device_code URL | can be used once",
        "curl -d grant_type=client_credentials URL | names no client",
        "curl -H 'Authorization: Bearer MARK' -d grant_type=client_credentials URL | names no client",
        "curl -u MARK -d grant_type=client_credentials URL | curl would ask for the rest",
        "curl -H 'Authorization: Basic MARK' -d grant_type=client_credentials URL | give them with -u",
        "curl -H \"Authorization: Basic $X\" -d grant_type=client_credentials URL | give them with -u",
        "curl -H @headers -d grant_type=client_credentials URL | write them into the command",
        "curl -u a:MARK -d client_secret=MARKx -d grant_type=client_credentials URL | another client",
        "curl -u a:MARK -d client_id=b -d grant_type=client_credentials URL | another client",
        "curl -d a=b -d a=MARK URL | given twice: a",
        "curl -d 'grant_type=password&password=x&MARK' URL | part without NAME=",
        "curl -d 'grant_type=password&=MARK' URL | part without NAME=",
        "curl -d 'a=MARK%zz' URL | starts no encoded character",
        "curl -d 'a=MARK%ff' URL | starts no encoded character",
        "curl -d @no-such-file URL | cannot be read",
        "curl -d @- URL | standard input",
        "curl -d @$FILE URL | name of a file with data is a variable",
        "curl --data-urlencode MARK URL | --data-urlencode has no name",
        "curl --data-urlencode =MARK URL | --data-urlencode has no name",
        "curl --data-urlencode @MARK URL | --data-urlencode has no name",
        "curl -d '{\"a\": \"MARK' URL | is none; look for quotes",
        "curl -d '{\"a\": \"MARK\"} x' URL | is none; look for quotes",
        "curl -d '{\"a\": \"MARK\", \"a\": \"b\"}' URL | is none; look for quotes",
        "curl -d '{\"a\": {\"b\": \"MARK\"}}' URL | objects or lists",
        "curl -d grant_type=client_credentials -u a:x$Y URL | mixes text and variables",
        "curl -d grant_type=client_credentials -d client_id=a -d client_secret=MARK%0a URL | control",
        "curl -d grant_type=client_credentials -d client_id=a '-dclient_assertion=MARK' URL"
            + " | client_assertion_type is not",
        "curl -d grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer -d assertion=$JWT URL"
            + " | is read from a file",
        "curl -d grant_type=client_credentials -d client_id=a 'URL?api_key=MARK' | query of the URL",
        "curl -d grant_type=client_credentials -d client_id=a -x socks5://p:1 URL | no HTTP proxy",
        "curl -d grant_type=client_credentials -d client_id=a -m soon URL | number of seconds",
        "curl -d grant_type=client_credentials -d client_id=a -E c:MARK URL | without password",
        "curl -d grant_type=client_credentials -d 'client_id=x$'$Y URL | right before a variable"
      })
  void saysWhatIsWrongWithoutAnySecret(String command, String complaint) {
    assertThatThrownBy(() -> imported(command.replace("URL", URL).replace("MARK", MARK)))
        .isInstanceOf(CurlException.class)
        .hasMessageContaining(complaint)
        .hasMessageNotContaining(MARK)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-u a:MARK",
        "-H 'Authorization: Basic YTpzM2NyZXRNQVJLczNjcmV0'",
        "-d client_id=a -d client_secret=MARK",
        "-u a:b -d password=MARK",
        "-u a:b -d refresh_token=MARK",
        "-u a:b -d subject_token=MARK",
        "-u a:b -d actor_token=MARK",
        "-u a:b -d assertion=MARK",
        "-d client_id=a -d client_assertion=MARK"
            + " -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "-u a:b -d api_key=MARK",
        "-u a:b -d x=MARKMARK",
        "-u a:b -d 'password=a&MARK='",
        "-u a:b -H 'X-Api-Key: MARK'",
        "-u a:b -H 'Cookie: a=MARK'",
        "-u a:b -b a=MARK",
        "-d client_id=a --oauth2-bearer MARK -d client_secret=b -d assertion=c",
        "-u a:b -x http://u:MARK@proxy:1",
        "-u a:b -x proxy:1 -U u:MARK",
        "-u a:b -e MARK -A MARK -w MARK",
        "-u a:b --resolve MARK --noproxy MARK -o /dev/MARK"
      })
  void printsNoSecret(String options) {
    var imported =
        imported(
            "curl -d grant_type=client_credentials %s %s; echo MARK"
                .formatted(options, URL)
                .replace("MARK", MARK));

    assertThat(imported.document()).doesNotContain(MARK);
    assertThat(imported.notes()).noneMatch(note -> note.contains(MARK));
    assertThat(imported.toString()).doesNotContain(MARK);
  }

  @Test
  void readsDataFromFiles(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("data"), "grant_type=client_credentials&\nclient_id=a\n");

    assertThat(imported("curl -d @" + directory + "/data " + URL).document())
        .contains("client-id: a\n");
  }

  @Test
  void notesWhatLooksLikeAPlaceholder() {
    assertThat(imported("curl -d 'grant_type=client_credentials&client_id=<id>' " + URL).notes())
        .containsExactly("client-id looks like a placeholder; put the real value in its place");
  }

  /** Any options in any order: an entry or one line, and never the secret. */
  @Test
  void survivesAnyOptions() {
    var random = new Random(7);
    var words =
        List.of(
            "-d",
            "-u",
            "-H",
            "-X",
            "POST",
            "--json",
            "-sS",
            "-k",
            "-x",
            "-m",
            "5",
            URL,
            "a:" + MARK,
            "grant_type=client_credentials",
            "grant_type=password",
            "client_id=a",
            "client_secret=" + MARK,
            "Authorization: Bearer " + MARK,
            "Content-Type: application/json",
            "{\"a\":\"" + MARK + "\"}",
            "--data-urlencode",
            "password=" + MARK,
            "-o",
            "--url",
            "-E",
            "/cert",
            "%" + MARK,
            "token=" + MARK);
    for (var i = 0; i < 20_000; i++) {
      var command =
          IntStream.range(0, random.nextInt(14))
              .mapToObj(j -> words.get(random.nextInt(words.size())))
              .collect(Collectors.toList());
      command.add(0, "curl");
      try {
        var imported = new CurlImport(Optional.of("n"), SECRETS).ofWords(command);
        assertThat(imported.document() + imported.notes()).as("%s", command).doesNotContain(MARK);
      } catch (CurlException e) {
        assertThat(e.getMessage()).as("%s", command).doesNotContain(MARK, "\n");
      }
    }
  }

  private static ImportedProvider imported(String command) {
    return new CurlImport(Optional.of("n"), SECRETS).ofText(command);
  }

  private static void assertEntry(ImportedProvider imported, String keys) {
    assertThat(imported.document())
        .isEqualTo(
            "bearerd:\n  providers:\n    'n':\n"
                + keys.indent(6)
                + "      publish:\n        - file: /run/tokens/n\n");
  }
}
