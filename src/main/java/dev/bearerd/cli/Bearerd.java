package dev.bearerd.cli;

import dev.bearerd.config.Configuration;
import dev.bearerd.config.ConfigurationException;
import dev.bearerd.config.ConfigurationReader;
import dev.bearerd.config.Problem;
import dev.bearerd.config.ProviderEntry;
import dev.bearerd.kubernetes.ClusterException;
import io.quarkus.runtime.configuration.DurationConverter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: what all commands share. */
@Command(
    name = "bearerd",
    description = "Keeps bearer tokens fresh: obtains, renews and publishes them.",
    mixinStandardHelpOptions = true,
    versionProvider = Bearerd.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 fine, 1 a provider failed, 2 the configuration or the command line is wrong,",
      "3 it could not start or be reached."
    })
final class Bearerd {
  private static final Path DEFAULT_CONFIGURATION = Path.of("/etc/bearerd/bearerd.yaml");

  @Option(
      names = "--config",
      paramLabel = "PATH",
      description = {
        "A configuration file, or a directory of *.yaml and *.yml; may be repeated.",
        "Default: $BEARERD_CONFIG, else /etc/bearerd/bearerd.yaml."
      })
  private List<Path> locations = List.of();

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How log lines are written to standard error (default: ${DEFAULT-VALUE}).")
  private LogFormat logFormat = LogFormat.text;

  /** How log lines are written; lower case, because the names are typed. */
  @SuppressWarnings("checkstyle:ConstantName")
  enum LogFormat {
    text,
    json
  }

  private final Map<String, String> environment;

  private final PrintWriter out;
  private final PrintWriter err;

  private Bearerd(Map<String, String> environment, PrintWriter out, PrintWriter err) {
    this.environment = environment;
    this.out = out;
    this.err = err;
  }

  /** The command line, whose results go to one writer and everything else to the other. */
  static CommandLine commandLine(
      Map<String, String> environment, PrintWriter out, PrintWriter err) {
    var bearerd = new Bearerd(environment, out, err);
    return new CommandLine(bearerd)
        .addSubcommand(new RunCommand(bearerd))
        .addSubcommand(new OnceCommand(bearerd))
        .addSubcommand(new CheckCommand(bearerd))
        .addSubcommand(new GetCommand(bearerd))
        .addSubcommand(new StatusCommand(bearerd))
        .addSubcommand(new RefreshCommand(bearerd))
        .addSubcommand(new LoginCommand(bearerd))
        .addSubcommand(new RealmsCommand(bearerd))
        .addSubcommand(new RegisterCommand(bearerd))
        .addSubcommand(new PlanCommand(bearerd))
        .addSubcommand(importCurl(bearerd))
        .addSubcommand(new DemoCommand(bearerd))
        .setExpandAtFiles(false) // curl's @file is no list of arguments
        .setOut(out) // after the subcommands, which take over what is set from here on
        .setErr(err)
        .registerConverter(Duration.class, Bearerd::duration)
        .setParameterExceptionHandler(Bearerd::misused)
        .setExecutionExceptionHandler(Bearerd::failed);
  }

  /** What follows its options is the command of another program, and may be anything. */
  private static CommandLine importCurl(Bearerd bearerd) {
    return new CommandLine(new ImportCurlCommand(bearerd, System.in))
        .setStopAtPositional(true)
        .setUnmatchedOptionsArePositionalParams(true);
  }

  /**
   * Reads the configuration that the command line names.
   *
   * @throws ConfigurationException with all its problems
   */
  Configuration configuration() {
    return configuration(provider -> List.of());
  }

  /**
   * Reads it, and looks for more than what keeps it from being used.
   *
   * @param more finds problems of one provider
   * @throws ConfigurationException with all its problems
   */
  Configuration configuration(Function<ProviderEntry, List<Problem>> more) {
    var assembly = Assembly.offline();
    return new ConfigurationReader(
            environment,
            provider ->
                Stream.concat(assembly.problems(provider).stream(), more.apply(provider).stream())
                    .toList())
        .read(locations());
  }

  /** The variables that it was started with. */
  Map<String, String> environment() {
    return environment;
  }

  /** For results. */
  PrintWriter out() {
    return out;
  }

  /** For everything that is no result. */
  PrintWriter err() {
    return err;
  }

  /** A daemon that reads the configuration which the command line names. */
  Daemon daemon() {
    return new Daemon(this::configuration, locations(), environment, container());
  }

  /** A daemon that reads another one. */
  Daemon daemon(Supplier<Configuration> reading, List<Path> files) {
    return new Daemon(reading, files, environment, container());
  }

  Container container() {
    return new Container(logFormat == LogFormat.json);
  }

  private List<Path> locations() {
    if (!locations.isEmpty()) {
      return locations;
    }
    return List.of(
        Optional.of(environment.getOrDefault("BEARERD_CONFIG", ""))
            .filter(path -> !path.isEmpty())
            .map(Path::of)
            .orElse(DEFAULT_CONFIGURATION));
  }

  private static Duration duration(String text) {
    return parsed(text)
        .filter(duration -> !duration.isNegative() && !duration.isZero())
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is no duration such as 500ms, 10s or 5m"));
  }

  private static Optional<Duration> parsed(String text) {
    try {
      return Optional.of(DurationConverter.parseDuration(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int misused(ParameterException e, String[] arguments) {
    var err = e.getCommandLine().getErr();
    err.println("bearerd: " + e.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    }
    return ExitCode.USAGE;
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    var err = command.getErr();
    if (e instanceof ConfigurationException wrong) {
      wrong.problems().forEach(err::println);
      var count = wrong.problems().size();
      err.println(
          count == 1 ? "1 problem, nothing was done" : count + " problems, nothing was done");
      return ExitCode.USAGE;
    }
    if (e instanceof CommandFailure failure) {
      err.println("bearerd: " + failure.getMessage());
      return failure.exitCode();
    }
    if (e instanceof ClusterException failure) { // nobody knows in which namespace to work
      err.println("bearerd: " + failure.getMessage());
      return ExitCode.UNREACHABLE;
    }
    err.println("bearerd: unforeseen: " + place(e));
    return ExitCode.UNREACHABLE;
  }

  /** Where it was thrown; nobody knows what its message holds. */
  private static String place(Exception e) {
    var frames = Arrays.stream(e.getStackTrace()).limit(1).map(frame -> " at " + frame);
    return e.getClass().getName() + frames.collect(Collectors.joining());
  }

  /** The version that was built. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = ConfigProvider.getConfig().getOptionalValue("bearerd.version", String.class);
      return new String[] {"bearerd " + version.orElse("(unknown version)")};
    }
  }
}
