package dev.quittance.auditor;

import dev.quittance.auditor.source.LogSource;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.LogRecord;
import java.util.Optional;

/**
 * A record of the log after the work that depends on no other record: decoded, hashed, its signer
 * recovered.
 *
 * @param record the record
 * @param receipt the receipt, if it is a well-formed one
 * @param signer who signed it, if anybody did
 */
record RecoveredRecord(
    LogRecord record, Optional<SignedReceipt> receipt, Optional<Address> signer) {

  static RecoveredRecord of(
      LogSource.Undecoded undecoded, ReceiptDomain domain, Secp256k1Signatures signatures) {
    LogRecord record = undecoded.decode();
    Optional<SignedReceipt> receipt =
        record.decoded() instanceof DecodedReceipt decoded
            ? decoded.wellFormed()
            : Optional.empty();
    return new RecoveredRecord(
        record,
        receipt,
        receipt.flatMap(signed ->
            signatures.recover(ReceiptDigest.of(domain, signed.receipt()), signed.signature())));
  }
}
