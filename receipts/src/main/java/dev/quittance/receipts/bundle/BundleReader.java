package dev.quittance.receipts.bundle;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.StrictJson;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.merkle.InclusionProof;

/** Reads bundles strictly: a text that is not one in every detail is refused. Stateless. */
public final class BundleReader {

  private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

  private BundleReader() {}

  /**
   * Reads a bundle.
   *
   * @throws IllegalArgumentException naming the member that is missing, unknown, repeated or wrong
   */
  public static Bundle parse(String json) {
    StrictJson document =
        StrictJson.parse(
            json,
            "format",
            "domain",
            "receipt",
            "signature",
            "entry",
            "head",
            "anchor",
            "log",
            "checkpoint",
            "chain",
            "disclosures");
    document.constant("format", Bundle.FORMAT);
    StrictJson entry = document.object("entry", "index", "hex", "path");
    StrictJson head = document.object("head", "hex", "path");
    StrictJson chain = document.object("chain", "chainId", "contract", "anchorHash");
    return new Bundle(
        ReceiptDomain.read(document, "domain"),
        receipt(document),
        document.bytes("signature"),
        entry.decimal("index"),
        entry.bytes("hex"),
        entry.path("path"),
        head.bytes("hex"),
        head.path("path"),
        document.bytes("anchor"),
        document.object("log", "path").path("path"),
        document.text("checkpoint"),
        chain.uint256("chainId"),
        chain.address("contract"),
        chain.bytes32("anchorHash"),
        document.objects("disclosures", "path", "value", "salt", "index", "size", "proof").stream()
            .map(BundleReader::field)
            .toList());
  }

  private static Receipt receipt(StrictJson document) {
    StrictJson receipt =
        document.object(
            "receipt",
            "orderId",
            "stepId",
            "agent",
            "buyer",
            "asset",
            "amount",
            "fee",
            "feeRecipient",
            "verdict",
            "orderHash",
            "planHash",
            "inputHash",
            "outputHash",
            "proofHash",
            "detailsRoot",
            "completedAt",
            "lane",
            "seq");
    return new Receipt(
        receipt.bytes32("orderId"),
        receipt.bytes32("stepId"),
        receipt.address("agent"),
        receipt.address("buyer"),
        receipt.address("asset"),
        receipt.uint256("amount"),
        receipt.uint256("fee"),
        receipt.address("feeRecipient"),
        verdict(receipt),
        receipt.bytes32("orderHash"),
        receipt.bytes32("planHash"),
        receipt.bytes32("inputHash"),
        receipt.bytes32("outputHash"),
        receipt.bytes32("proofHash"),
        receipt.bytes32("detailsRoot"),
        receipt.decimal("completedAt"),
        receipt.decimal("lane"),
        receipt.decimal("seq"));
  }

  private static Verdict verdict(StrictJson receipt) {
    return Verdict.ofCode((int) receipt.number("verdict", Verdict.values().length))
        .orElseThrow(() -> receipt.wrong("verdict", "must be 1 to 6"));
  }

  private static BundledField field(StrictJson field) {
    return new BundledField(
        field.text("path"),
        field.text("value"),
        field.bytes32("salt"),
        new InclusionProof(
            field.number("index", MAX_SAFE_INTEGER),
            field.number("size", MAX_SAFE_INTEGER),
            field.path("proof")));
  }
}
