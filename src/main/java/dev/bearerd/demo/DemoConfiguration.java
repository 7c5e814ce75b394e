package dev.bearerd.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The configuration that keeps one token of each of the five systems of a {@link
 * DemoAuthorizationServer} fresh: a short example of a real one.
 */
public final class DemoConfiguration {
  private static final String CONFIGURATION =
      """
      # Written anew at each start of the demo. Its secrets are published samples or made up.
      bearerd:
        http: {port: @PORT@}
        providers:
          api-connect:
            preset: ibm-api-connect
            server: @SERVER@
            realm-type: provider
            username: chrisp
            password: password
            publish:
              - file: '@DIRECTORY@/tokens/api-connect'
          api-connect-registered:
            preset: ibm-api-connect
            server: @SERVER@
            realm: admin/default-idp-1
            registration-file: '@DIRECTORY@/registration/consumingapplication.yaml'
            username: admin
            password: not-a-secret
            publish:
              - file: {path: '@DIRECTORY@/tokens/api-connect-registered', format: json}
          configapi:
            preset: configapi-v2
            server: @SERVER@
            client-id: clientid
            client-secret: qkDwDJlDfig2IpeuUZYKH1Wb8q1V0ju6sILxQQqhJ
            scopes: [example.com]
            publish:
              - file: {path: '@DIRECTORY@/tokens/configapi', format: header}
          apk:
            preset: wso2-apk
            server: @SERVER@
            headers: {Host: idp.am.wso2.com}
            client-id: 45f1c5c8-a92e-11ed-afa1-0242ac120002
            client-secret: 4fbd62ec-a92e-11ed-afa1-0242ac120002
            publish:
              - file: '@DIRECTORY@/tokens/apk'
          api-cloud:
            preset: wso2-api-cloud
            server: @SERVER@
            client-id: wU62DjlyDBnq87GlBwplfqvmAbAa
            client-secret: ksdSdoefDDP7wpaElfqvmjDue
            username: john@johns.org@johnsorg
            password: not-a-secret
            publish:
              - file: '@DIRECTORY@/tokens/api-cloud'
      """;
  private static final String REGISTRATION =
      """
      type: registration
      api_version: 2.0.0
      name: consumingapplication
      client_type: toolkit
      title: Keeps the demo's token fresh
      client_id: clientID
      client_secret: clientPassword
      scopes:
        - 'org:view'
        - 'org:manage'
      """;

  private DemoConfiguration() {}

  /**
   * Writes the configuration and the registration document that it names, in place of what is
   * there.
   *
   * @param directory is made where it is missing
   * @param server of {@link DemoAuthorizationServer#address()}
   * @param httpPort of the status page
   * @return the configuration file
   */
  public static Path write(Path directory, URI server, int httpPort) {
    var home = directory.toAbsolutePath().normalize();
    var configuration =
        CONFIGURATION
            .replace("@PORT@", Integer.toString(httpPort))
            .replace("@SERVER@", server.toString())
            .replace("@DIRECTORY@", home.toString().replace("'", "''"));
    try {
      write(home.resolve("registration/consumingapplication.yaml"), REGISTRATION);
      return write(home.resolve("bearerd.yaml"), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the demo's files into " + home, e);
    }
  }

  /** For the owner alone, as such files should be. */
  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
