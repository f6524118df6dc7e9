package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.bundle.BundledField;
import dev.quittance.receipts.disclosure.Disclosure;
import dev.quittance.receipts.disclosure.FieldLeaf;
import dev.quittance.receipts.disclosure.FieldTree;
import java.util.List;
import java.util.TreeSet;

/** Opens chosen fields of a receipt's details in its bundle; pure. */
final class Opening {
  private Opening() {}

  /**
   * The bundle with these fields opened, and those that it had.
   *
   * @throws CommandFailure naming a field that is not there, or that the details are not the
   *     receipt's
   */
  static Bundle open(Bundle bundle, FieldTree details, List<String> paths) {
    if (!details.root().equals(bundle.receipt().detailsRoot())) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "the details that are kept for this receipt are not those that it commits to",
          "Run 'quittance audit': somebody else wrote to topic receipt-details.");
    }
    TreeSet<String> wanted = new TreeSet<>(paths);
    bundle.disclosures().forEach(field -> wanted.add(field.path()));
    return with(bundle, wanted.stream().map(path -> field(details, path)).toList());
  }

  private static BundledField field(FieldTree details, String path) {
    Disclosure disclosure =
        details
            .disclose(path)
            .orElseThrow(() ->
                new CommandFailure(
                    ExitCode.USAGE,
                    "the receipt has no field " + path,
                    "It has " + String.join(", ", paths(details)) + "."));
    return BundledField.of(disclosure);
  }

  /** The paths of all fields. */
  static List<String> paths(FieldTree details) {
    return details.fields().stream().map(FieldLeaf::path).toList();
  }

  private static Bundle with(Bundle bundle, List<BundledField> disclosures) {
    return new Bundle(
        bundle.domain(),
        bundle.receipt(),
        bundle.signature(),
        bundle.entryIndex(),
        bundle.entry(),
        bundle.entryPath(),
        bundle.head(),
        bundle.headPath(),
        bundle.anchor(),
        bundle.logPath(),
        bundle.checkpoint(),
        bundle.chainId(),
        bundle.contract(),
        bundle.anchorHash(),
        disclosures);
  }
}
