package dev.bearerd.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bearerd.config.ConfigurationReader;
import dev.bearerd.hook.WebClient;
import dev.bearerd.oauth.HttpCall;
import dev.bearerd.oauth.HttpTransport;
import dev.bearerd.token.Holdings;
import dev.bearerd.token.TokenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Runs {@code import-curl}, and lets our own reader and assembly take what it prints. */
final class ImportedCurl {
  private final Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  ImportedCurl(Path directory) {
    this.directory = directory;
  }

  int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var all = new ArrayList<>(List.of("import-curl", "--secrets-directory", secrets().toString()));
    all.addAll(Arrays.asList(arguments));
    return Bearerd.commandLine(Map.of(), new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  Path secrets() {
    return directory.resolve("secrets");
  }

  String secret(String file) throws IOException {
    return Files.readString(secrets().resolve(file));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** The keys of the provider, without the indentation. */
  String entry() {
    return out().lines().skip(3).map(line -> line.substring(6)).reduce("", (a, b) -> a + b + "\n");
  }

  /** The token request that the printed configuration makes. */
  HttpCall call(Map<String, String> environment) throws IOException {
    var file = Files.writeString(directory.resolve("imported.yaml"), out());
    var configuration =
        new ConfigurationReader(environment, Assembly.offline()::problems).read(List.of(file));
    var calls = new ArrayList<HttpCall>();
    HttpTransport transport =
        (call, limits) -> {
          calls.add(call);
          throw TokenException.local("that is all");
        };
    var assembly =
        new Assembly(
            tls -> transport,
            new WebClient(),
            ClusterAssembly.offline(),
            InstantSource.system(),
            new Random(1));
    try {
      assembly.assemble(configuration).providers().get(0).source().fetch(Holdings.NOTHING);
    } catch (TokenException e) {
      // the request was seen
    }
    return calls.get(0);
  }

  /** Name and value of each parameter of a body, a form or JSON. */
  static Map<String, String> parameters(String body) throws IOException {
    var parameters = new TreeMap<String, String>();
    if (body.startsWith("{")) {
      new ObjectMapper()
          .readTree(body)
          .properties()
          .forEach(field -> parameters.put(field.getKey(), field.getValue().asText()));
      return parameters;
    }
    for (var pair : body.split("&", -1)) {
      var parts = pair.split("=", 2);
      parameters.put(decoded(parts[0]), decoded(parts[1]));
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
