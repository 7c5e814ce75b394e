package dev.bearerd.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.bearerd.docs.Page;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every command line of the documents parses; docs/commands.md has every command and option. */
final class DocumentedCommandsTest {
  private static final Page PAGE = Page.of("docs/commands.md");
  private static final Pattern COMMAND_LINE =
      Pattern.compile(
          "(?m)(?:^|\\$\\(|&& |ExecStart=\\S*/|sudo -u \\S+ )"
              + "(?:bearerd|\\S*java .*-jar \\S+/quarkus-run\\.jar)( [^)\n#;|&<>\"]+)");
  private static final Pattern OPTION = Pattern.compile("--[a-z-]+");
  private static final CommandLine BEARERD = commandLine();

  static Stream<String> commandLines() {
    return Page.all().stream().flatMap(DocumentedCommandsTest::commandLines).distinct();
  }

  static Stream<CommandLine> commands() {
    return BEARERD.getSubcommands().values().stream();
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void parses(String arguments) {
    assertThatCode(() -> commandLine().parseArgs(arguments.split(" ")))
        .as("bearerd " + arguments)
        .doesNotThrowAnyException();
  }

  @Test
  void everyCommandIsShownAtWork() {
    assertThat(commandLines())
        .allSatisfy(arguments -> assertThat(arguments).isNotBlank())
        .anySatisfy(arguments -> assertThat(arguments).contains("get orders --format header"));
    assertThat(commands())
        .allSatisfy(
            command ->
                assertThat(commandLines(PAGE).flatMap(line -> Stream.of(line.split(" "))))
                    .contains(command.getCommandName()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void pageHasARowForEveryOption(CommandLine command) {
    var section = PAGE.section(command.getCommandName());

    assertThat(section).as("section of " + command.getCommandName()).isNotEmpty();
    assertThat(documentedOptions(section))
        .containsExactlyInAnyOrderElementsOf(
            options(command).map(OptionSpec::longestName).toList());
    assertThat(
            options(command).flatMap(option -> Optional.ofNullable(option.defaultValue()).stream()))
        .allSatisfy(value -> assertThat(section).contains("(default: `" + value + "`)"));
    assertThat(command.getCommandSpec().positionalParameters())
        .allSatisfy(
            parameter ->
                assertThat(Page.names(section))
                    .anyMatch(name -> name.startsWith(parameter.paramLabel())));
  }

  @Test
  void pageHasARowForEveryCommonOption() {
    assertThat(documentedOptions(PAGE.head()))
        .containsExactlyInAnyOrder("--config", "--log-format", "--help", "--version");
    assertThat(options(BEARERD).map(OptionSpec::longestName))
        .containsExactlyInAnyOrder("--config", "--log-format");
  }

  private static Stream<String> commandLines(Page page) {
    var texts =
        Stream.of(page.blocks("sh"), page.blocks("ini"), page.spans()).flatMap(List::stream);
    return texts
        .flatMap(text -> COMMAND_LINE.matcher(text).results())
        .map(match -> match.group(1).strip());
  }

  private static List<String> documentedOptions(String section) {
    return Page.names(section).stream()
        .flatMap(name -> OPTION.matcher(name).results())
        .map(match -> match.group())
        .toList();
  }

  private static Stream<OptionSpec> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp());
  }

  private static CommandLine commandLine() {
    var nowhere = new PrintWriter(Writer.nullWriter());
    return Bearerd.commandLine(Map.of(), nowhere, nowhere);
  }
}
