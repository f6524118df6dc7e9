package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.platform.config.Settings;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.bundle.BundleWriter;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.disclosure.FieldTree;
import dev.quittance.schemas.ReceiptDetailsCodec;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opens fields of a receipt's details. */
@Command(
    name = "disclose",
    description = {
      "Open chosen fields of a receipt's details in its bundle.",
      "",
      "A receipt commits to its details field by field; a bundle shows none of them until they are"
          + " opened, and then those alone. Prints the bundle with the fields on standard output."
          + " Without --fields it lists which fields there are, with their values.",
      "",
      "The exit code is 2 when there is no such field, or the details have been erased."
    })
public final class DiscloseCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "BUNDLE", description = "The file that 'prove' wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--fields",
      paramLabel = "PATH",
      split = ",",
      description = "The fields to open, as JSON pointers: /tenant,/evidence/model")
  private List<String> fields = List.of();

  @Mixin private final SettingsOption config = new SettingsOption();

  @Override
  public Integer call() throws IOException {
    Bundle bundle = BundleFile.read(file);
    if (bundle.receipt().detailsRoot().isZero()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the receipt commits to no details",
          "There is nothing to open: it was made without any.");
    }
    Settings settings = config.load();
    Brokers.requireTopics(settings, List.of(Topics.RECEIPT_DETAILS.name()));
    FieldTree details = details(bundle, new KeptDetails(settings));
    print(
        fields.isEmpty()
            ? table(details).toString()
            : BundleWriter.write(Opening.open(bundle, details, fields)));
    return ExitCode.OK;
  }

  private static FieldTree details(Bundle bundle, KeptDetails kept) throws IOException {
    Bytes digest = ReceiptDigest.of(bundle.domain(), bundle.receipt()).toBytes();
    return kept.find(one -> one.digest().equals(digest)).stream()
        .findFirst()
        .map(one -> ReceiptDetailsCodec.tree(one.details()))
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.USAGE,
                "the details of this receipt are not kept: they have been erased",
                "What was opened in a bundle before stays valid; nothing more can be opened."));
  }

  private static Table table(FieldTree details) {
    Table table = new Table("field", "value");
    details.fields().forEach(field -> table.row(field.path(), field.value()));
    return table;
  }

  private void print(String text) {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    out.print(text.endsWith("\n") ? text : text + "\n");
    out.flush();
  }
}
