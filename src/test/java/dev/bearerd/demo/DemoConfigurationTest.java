package dev.bearerd.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

final class DemoConfigurationTest {
  private static final URI SERVER = URI.create("http://127.0.0.1:8091");

  private final Path temporary;

  DemoConfigurationTest(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @Test
  void configuresFiveProvidersOfTheServer() throws IOException {
    var file = DemoConfiguration.write(temporary.resolve("demo"), SERVER, 9465);

    var root = load(file).get("bearerd");
    assertThat(root.at("/http/port").intValue()).isEqualTo(9465);
    assertThat(root.get("providers")).hasSize(5);
    var configapi = root.at("/providers/configapi");
    assertThat(configapi.get("server").textValue()).isEqualTo(SERVER.toString());
    assertThat(configapi.get("client-id").textValue()).isEqualTo(ConfigApi.CLIENT);
    assertThat(configapi.get("client-secret").textValue()).isEqualTo(ConfigApi.SECRET);
  }

  @Test
  void writesTheRegistrationDocumentThatTheServerKnows() throws IOException {
    var file = DemoConfiguration.write(temporary, SERVER, 0);

    var document = load(file.resolveSibling("registration/consumingapplication.yaml"));
    assertThat(document.get("name").textValue()).isEqualTo(ApiConnect.REGISTRATION);
    assertThat(document.get("client_id").textValue()).isEqualTo(ApiConnect.REGISTERED_CLIENT);
    assertThat(document.get("client_secret").textValue()).isEqualTo(ApiConnect.REGISTERED_SECRET);
  }

  @Test
  void replacesAnOlderConfiguration() throws IOException {
    DemoConfiguration.write(temporary, SERVER, 1);

    var file = DemoConfiguration.write(temporary, SERVER, 2);

    assertThat(Files.readString(file)).contains("port: 2").doesNotContain("port: 1}");
  }

  @Test
  void standsOddDirectoryNames() throws IOException {
    var odd = temporary.resolve("it's: a #1 {place}");

    var file = DemoConfiguration.write(odd, SERVER, 0);

    var registration = load(file).at("/bearerd/providers/api-connect-registered/registration-file");
    assertThat(registration.textValue())
        .isEqualTo(odd.resolve("registration/consumingapplication.yaml").toString());
  }

  private static JsonNode load(Path file) throws IOException {
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    return new ObjectMapper().valueToTree(tree);
  }
}
