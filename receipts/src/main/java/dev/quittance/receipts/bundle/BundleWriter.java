package dev.quittance.receipts.bundle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;

/** Writes bundles as JSON, members in the order of the format. Stateless. */
public final class BundleWriter {

  private BundleWriter() {}

  /** The document, indented, with a line break at its end. */
  public static String write(Bundle bundle) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("format", Bundle.FORMAT);
    bundle.domain().write(document.putObject("domain"));
    receipt(document.putObject("receipt"), bundle.receipt());
    document.put("signature", bundle.signature().toString());
    ObjectNode entry = document.putObject("entry");
    entry.put("index", Long.toString(bundle.entryIndex())).put("hex", bundle.entry().toString());
    path(entry.putArray("path"), bundle.entryPath());
    ObjectNode head = document.putObject("head").put("hex", bundle.head().toString());
    path(head.putArray("path"), bundle.headPath());
    document.put("anchor", bundle.anchor().toString());
    path(document.putObject("log").putArray("path"), bundle.logPath());
    document.put("checkpoint", bundle.checkpoint());
    document
        .putObject("chain")
        .put("chainId", bundle.chainId().toString())
        .put("contract", bundle.contract().toString())
        .put("anchorHash", bundle.anchorHash().toString());
    ArrayNode disclosures = document.putArray("disclosures");
    bundle.disclosures().forEach(field -> disclosure(disclosures.addObject(), field));
    return document.toPrettyString() + "\n";
  }

  private static void receipt(ObjectNode object, Receipt receipt) {
    object
        .put("orderId", receipt.orderId().toString())
        .put("stepId", receipt.stepId().toString())
        .put("agent", receipt.agent().toString())
        .put("buyer", receipt.buyer().toString())
        .put("asset", receipt.asset().toString())
        .put("amount", receipt.amount().toString())
        .put("fee", receipt.fee().toString())
        .put("feeRecipient", receipt.feeRecipient().toString())
        .put("verdict", receipt.verdict().code())
        .put("orderHash", receipt.orderHash().toString())
        .put("planHash", receipt.planHash().toString())
        .put("inputHash", receipt.inputHash().toString())
        .put("outputHash", receipt.outputHash().toString())
        .put("proofHash", receipt.proofHash().toString())
        .put("detailsRoot", receipt.detailsRoot().toString())
        .put("completedAt", Long.toString(receipt.completedAt()))
        .put("lane", Long.toString(receipt.lane()))
        .put("seq", Long.toString(receipt.seq()));
  }

  private static void disclosure(ObjectNode object, BundledField field) {
    object
        .put("path", field.path())
        .put("value", field.value())
        .put("salt", field.salt().toString())
        .put("index", field.proof().index())
        .put("size", field.proof().size());
    path(object.putArray("proof"), field.proof().path());
  }

  private static void path(ArrayNode array, List<Bytes32> path) {
    path.forEach(hash -> array.add(hash.toString()));
  }
}
