package dev.quittance.explorer;

import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.schemas.ReceiptsCodec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads values of the receipt log: whoever may write to the topic can't show a receipt. */
@FunctionalInterface
interface GenuineReceipts {
  /** The receipt, if the value is one and its agent signed it. */
  Optional<SignedReceipt> read(byte @Nullable [] value);

  /** Receipts under the log's rules, of its domain. */
  static GenuineReceipts of(ReceiptsCodec codec, ReceiptDomain domain) {
    Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
    return value ->
        codec
            .receipt(value)
            .filter(signed ->
                signatures
                    .recover(ReceiptDigest.of(domain, signed.receipt()), signed.signature())
                    .filter(signed.receipt().agent()::equals)
                    .isPresent());
  }
}
