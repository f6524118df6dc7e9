package dev.quittance.auditor.verify;

import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.VerifierKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A bundle taken at its own word, where nobody is trusted: its checkpoint is signed anew with a key
 * that everybody knows, so that all other checks can be made and show whether it fits together.
 *
 * @param bundle the bundle with that checkpoint
 * @param trust in that key
 */
record SelfTrust(Bundle bundle, Trust trust) {

  private static final Bytes32 KNOWN_SEED = Bytes32.ZERO;

  /** The bundle at its own word; empty if its checkpoint is none. */
  static Optional<SelfTrust> of(Bundle bundle) {
    return unverified(bundle.checkpoint())
        .map(checkpoint ->
            new SelfTrust(
                with(bundle, checkpoint.sign(KNOWN_SEED)),
                Trust.of(
                    checkpoint.origin(), VerifierKey.ofSeed(checkpoint.origin(), KNOWN_SEED))));
  }

  private static Optional<Checkpoint> unverified(String note) {
    List<String> lines = note.lines().toList();
    try {
      Checkpoint checkpoint =
          new Checkpoint(
              lines.get(0),
              Long.parseLong(lines.get(1)),
              Bytes32.wrap(Base64.getDecoder().decode(lines.get(2))));
      return note.startsWith(checkpoint.body() + "\n") ? Optional.of(checkpoint) : Optional.empty();
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static Bundle with(Bundle bundle, String checkpoint) {
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
        checkpoint,
        bundle.chainId(),
        bundle.contract(),
        bundle.anchorHash(),
        bundle.disclosures());
  }
}
