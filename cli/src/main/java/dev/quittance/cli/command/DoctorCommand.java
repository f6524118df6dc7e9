package dev.quittance.cli.command;

import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is missing. */
@Command(
    name = "doctor",
    description = {
      "Say what is missing on this machine or in a line, and how to get it.",
      "",
      "Looks at what building and the demo need, and with settings at the line: keys, brokers,"
          + " registry, chain, contracts, balances, topics. Changes nothing. The exit code is 2"
          + " when something is missing."
    })
public final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Settings of the line. Default: quittance.yaml, if it is there.")
  private @Nullable Path config;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() {
    List<Check> checks = new ArrayList<>(MachineChecks.run());
    Path file = config == null ? Path.of(SettingsOption.DEFAULT_FILE) : config;
    if (config != null || Files.exists(file)) {
      checks.addAll(line(file));
    }
    print(checks);
    boolean complete = checks.stream().noneMatch(check -> check.state() == Check.State.MISSING);
    return complete ? ExitCode.OK : ExitCode.USAGE;
  }

  private static List<Check> line(Path file) {
    return switch (SettingsFile.load(file, System.getenv())) {
      case SettingsFile.Invalid(var problems) ->
          problems.stream()
              .map(problem -> Check.missing("settings", problem.toString(), "Put it right."))
              .toList();
      case SettingsFile.Loaded(Settings settings) -> {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.ok("settings", file.toString()));
        checks.addAll(LineChecks.run(settings));
        yield checks;
      }
    };
  }

  private void print(List<Check> checks) {
    if (results.isJson()) {
      checks.forEach(check ->
          results.print(
              Results.object()
                  .put("check", check.name())
                  .put("state", check.state().word())
                  .put("detail", check.detail())
                  .put("advice", check.advice())));
      return;
    }
    Table table = new Table("check", "state", "found");
    for (Check check : checks) {
      table.row(check.name(), check.state().word(), check.detail());
      if (!check.advice().isEmpty()) {
        table.row("", "", "→ " + check.advice());
      }
    }
    results.print(table);
  }
}
