package dev.quittance.auditor.verify;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.bundle.BundleCheck;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Entry;
import dev.quittance.receipts.log.PartitionHead;

/** What the checks of a bundle find where they hold, in words. */
final class FoundTexts {

  private final Bundle bundle;

  FoundTexts(Bundle bundle) {
    this.bundle = bundle;
  }

  /** What a check that holds has found; counts on the checks before it. */
  String found(BundleCheck check) {
    return switch (check) {
      case FORMAT -> "order %s, step %s".formatted(receipt().orderId(), receipt().stepId());
      case SIGNATURE ->
          "agent %s signed %s, amount %d"
              .formatted(receipt().agent(), receipt().verdict(), receipt().amount());
      case ENTRY -> {
        Entry entry = Entry.decode(bundle.entry()).orElseThrow();
        yield "accepted in partition %d at offset %d".formatted(entry.partition(), entry.offset());
      }
      case ENTRY_PATH -> {
        PartitionHead head = PartitionHead.decode(bundle.head()).orElseThrow();
        yield "leaf %d of %d under %s"
            .formatted(bundle.entryIndex(), head.entries(), head.entriesRoot());
      }
      case ANCHOR ->
          "period %d, unix time %d to %d"
              .formatted(anchor().seq(), anchor().periodStart(), anchor().periodEnd());
      case HEAD_PATH -> "under periodRoot " + anchor().periodRoot();
      case CHECKPOINT -> "signed by the log's key";
      case LOG_PATH -> "anchor %d is under the checkpoint".formatted(anchor().seq());
      case CHAIN ->
          "%s on chain %d, contract %s"
              .formatted(bundle.anchorHash(), bundle.chainId(), bundle.contract());
      case DISCLOSURE -> "%d fields disclosed".formatted(bundle.disclosures().size());
    };
  }

  private Receipt receipt() {
    return bundle.receipt();
  }

  AnchorRecord anchor() {
    return AnchorRecord.decode(bundle.anchor()).orElseThrow();
  }
}
