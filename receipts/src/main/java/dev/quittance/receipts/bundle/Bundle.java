package dev.quittance.receipts.bundle;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.List;

/**
 * Everything that proves one accepted receipt, as it stands in a {@code quittance-bundle/v1}
 * document: nothing in it has been checked beyond its spelling.
 *
 * @param domain EIP-712 domain of the receipt
 * @param receipt the receipt
 * @param signature the agent's, 65 bytes if it is good
 * @param entryIndex position of the entry in its partition's tree
 * @param entry the entry, 88 bytes if it is good
 * @param entryPath from the entry to the head's entriesRoot
 * @param head the partition head, 128 bytes if it is good
 * @param headPath from the head to the anchor's periodRoot
 * @param anchor the anchor record, 304 bytes if it is good
 * @param logPath from the anchor's hash to the checkpoint's root
 * @param checkpoint signed note over the anchor log
 * @param chainId chain that the anchor is on
 * @param contract contract that has it
 * @param anchorHash hash under which the contract has it
 * @param disclosures fields of the receipt's details
 */
public record Bundle(
    ReceiptDomain domain,
    Receipt receipt,
    Bytes signature,
    long entryIndex,
    Bytes entry,
    List<Bytes32> entryPath,
    Bytes head,
    List<Bytes32> headPath,
    Bytes anchor,
    List<Bytes32> logPath,
    String checkpoint,
    BigInteger chainId,
    Address contract,
    Bytes32 anchorHash,
    List<BundledField> disclosures) {

  /** The document's format name. */
  public static final String FORMAT = "quittance-bundle/v1";

  /** Copies the lists. */
  public Bundle {
    entryPath = List.copyOf(entryPath);
    headPath = List.copyOf(headPath);
    logPath = List.copyOf(logPath);
    disclosures = List.copyOf(disclosures);
  }
}
