package dev.bearerd.cli;

import dev.bearerd.curl.CurlException;
import dev.bearerd.curl.CurlImport;
import dev.bearerd.curl.ImportedProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns a curl command that gets a token into the provider that keeps it fresh. */
@Command(
    name = "import-curl",
    description = {
      "Prints the configuration that a curl command means, and moves its secrets to files.",
      "Options stand before the command."
    },
    mixinStandardHelpOptions = true)
final class ImportCurlCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 1024 * 1024;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      description = {
        "The whole curl command, quoted; or its words. - reads it from standard input, which keeps",
        "it out of the shell's history."
      })
  private List<String> command = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Of the provider; default: the host's.")
  private @Nullable String name;

  @Option(
      names = "--secrets-directory",
      paramLabel = "DIRECTORY",
      defaultValue = "/etc/bearerd/secrets",
      description = "Where the secrets go (default: ${DEFAULT-VALUE}).")
  private Path secretsDirectory = Path.of("");

  @Option(names = "--force", description = "Replace files that hold other secrets.")
  private boolean force;

  private final Bearerd bearerd;
  private final InputStream in;

  ImportCurlCommand(Bearerd bearerd, InputStream in) {
    this.bearerd = bearerd;
    this.in = in;
  }

  @Override
  public Integer call() throws IOException {
    try {
      var imported = imported(new CurlImport(Optional.ofNullable(name), secretsDirectory));
      new SecretFiles(secretsDirectory, force)
          .write(imported.files())
          .forEach(told -> bearerd.err().println(told));
      imported.notes().forEach(note -> bearerd.err().println("note: " + note));
      bearerd.out().print(imported.document());
      bearerd.out().flush();
      return ExitCode.FINE;
    } catch (CurlException e) {
      throw new CommandFailure(ExitCode.USAGE, e.getMessage());
    }
  }

  private ImportedProvider imported(CurlImport curl) throws IOException {
    if (command.equals(List.of("-"))) {
      return curl.ofText(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
    }
    return command.size() == 1 ? curl.ofText(command.get(0)) : curl.ofWords(command);
  }
}
