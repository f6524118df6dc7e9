package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.platform.config.Settings;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DetailsField;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases the details of receipts. */
@Command(
    name = "erase",
    description = {
      "Erase the details of an order's receipts: values and salts, for good.",
      "",
      "Receipts, proofs and bundles stay valid; what was opened before stays open wherever it was"
          + " sent. Nothing more can be opened afterwards. docs/disclosure.md says what else is"
          + " kept of an order.",
      "",
      "The exit code is 2 when there is nothing to erase, or --yes is missing."
    })
public final class EraseCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ORDER", description = "The order's id: 0x and 64 hex digits.")
  private String order = "";

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "Only that step's receipt, from 0. Default: all receipts of the order.")
  private @Nullable Integer step;

  @Option(names = "--yes", description = "Really erase; without it, only say what would be.")
  private boolean yes;

  @Mixin private final SettingsOption config = new SettingsOption();
  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException {
    Bytes orderId = OrderId.parse(order).toBytes();
    Settings settings = config.load();
    Brokers.requireTopics(settings, List.of(Topics.RECEIPT_DETAILS.name()));
    KeptDetails details = new KeptDetails(settings);
    List<KeptDetails.Kept> found = details.find(kept -> isWanted(kept, orderId));
    if (found.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "no details are kept of this order" + (step == null ? "" : "'s step " + step),
          "Check the id; they may have been erased before.");
    }
    found.forEach(this::tell);
    if (!yes) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "nothing was erased: this can't be undone",
          "Give --yes to erase the details of these %d receipts.".formatted(found.size()));
    }
    details.erase(found);
    return ExitCode.OK;
  }

  private void tell(KeptDetails.Kept kept) {
    if (results.isJson()) {
      results.print(Results.object().put("receipt", kept.digest().toString()).put("erased", yes));
    } else {
      results.line((yes ? "erasing " : "would erase ") + kept.digest());
    }
  }

  private boolean isWanted(KeptDetails.Kept kept, Bytes orderId) {
    boolean isOrders = Bytes.wrap(kept.details().getOrderId().bytes()).equals(orderId);
    return isOrders && (step == null || kept.details().getFields().stream().anyMatch(this::isStep));
  }

  private boolean isStep(DetailsField field) {
    return field.getPath().equals("/step") && field.getValue().equals(String.valueOf(step));
  }
}
