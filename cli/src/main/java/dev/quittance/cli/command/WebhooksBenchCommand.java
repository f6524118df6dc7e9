package dev.quittance.cli.command;

import dev.quittance.bench.Throughput;
import dev.quittance.bench.WebhooksBench;
import dev.quittance.bench.WebhooksBenchOptions;
import dev.quittance.bench.WebhooksBenchResult;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures outgoing webhooks on this machine. */
@Command(
    name = "webhooks",
    description = {
      "Measure how many webhook messages are delivered in a second.",
      "",
      "Appends ends of orders to an embedded broker; the stage webhooks makes messages, signs and"
          + " posts them to receivers on this machine, and writes the delivery log. Takes turns"
          + " with bare signed requests by the same client, with as many connections, to the same"
          + " receivers. All of it is in this process."
    })
public final class WebhooksBenchCommand implements Callable<Integer> {
  @Mixin private final Results results = new Results();

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Messages of each measurement. Default: ${DEFAULT-VALUE}.")
  private int messages;

  @Option(
      names = "--endpoints",
      paramLabel = "N",
      defaultValue = "12",
      description =
          "Webhooks among which they are divided, after a measurement with one; up to 19. Default:"
              + " ${DEFAULT-VALUE}.")
  private int endpoints;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Turns between stage and bare requests. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Override
  public Integer call() throws IOException {
    WebhooksBenchOptions options =
        BenchCommand.checked(() -> new WebhooksBenchOptions(messages, endpoints, rounds));
    WebhooksBenchResult result = BenchCommand.run(progress -> WebhooksBench.run(options, progress));
    if (results.isJson()) {
      results.print(result.toJson());
      return ExitCode.OK;
    }
    BenchCommand.print(result.machine(), results);
    print("one webhook", result.one());
    results.line("");
    print(result.options().endpoints() + " webhooks", result.many());
    return ExitCode.OK;
  }

  private void print(String heading, WebhooksBenchResult.Compared compared) {
    Table table =
        new Table(
            heading + ", median of " + compared.stage().size(),
            ">messages a second",
            ">CPU-ms each");
    row(table, "bare signed requests", compared.bareMedian());
    row(table, "stage", compared.stageMedian());
    results.print(table.row("stage / bare", number(compared.ratio(), 2), ""));
  }

  private static void row(Table table, String name, Throughput measured) {
    table.row(name, number(measured.perSecond(), 0), number(measured.cpuMsPerRecord(), 3));
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
