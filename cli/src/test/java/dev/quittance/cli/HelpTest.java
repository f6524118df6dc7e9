package dev.quittance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

class HelpTest {
  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandSaysWhatItIsFor(String name, CommandSpec command) {
    assertThat(command.usageMessage().description()).as(name).isNotEmpty();
    assertThat(command.usageMessage().description()[0]).as(name).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyArgumentIsDescribed(String name, CommandSpec command) {
    List<ArgSpec> arguments = new ArrayList<>(command.options());
    arguments.addAll(command.positionalParameters());
    for (ArgSpec argument : arguments) {
      assertThat(argument.description()).as(name + " " + argument).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandShowsItsHelp(String name, CommandSpec command) {
    String[] words = (name.replaceFirst("^quittance ?", "") + " --help").strip().split(" ", -1);

    CommandRun run = CommandRun.of((Object[]) words);

    assertThat(run.exitCode()).isZero();
    // Lines are broken at the terminal's width.
    assertThat(run.out().replaceAll("\\s+", " "))
        .contains("Usage: ")
        .contains(command.usageMessage().description()[0]);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anUnknownOptionIsRefusedWithASuggestion() {
    CommandRun run = CommandRun.of("verify", "bundle.json", "--jsn");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--jsn").contains("--json");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void anUnknownCommandIsRefusedWithASuggestion() {
    CommandRun run = CommandRun.of("verfy");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("verfy").contains("verify");
  }

  static Stream<Object[]> commands() {
    return withThoseBelow(QuittanceMain.commandLine())
        .filter(command -> !command.getCommandSpec().helpCommand())
        .map(command ->
            new Object[] {
              command.getCommandSpec().qualifiedName(), command.getCommandSpec(),
            });
  }

  private static Stream<CommandLine> withThoseBelow(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(HelpTest::withThoseBelow));
  }
}
