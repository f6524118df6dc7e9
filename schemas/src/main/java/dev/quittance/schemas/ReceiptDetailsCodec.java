package dev.quittance.schemas;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.disclosure.FieldTree;
import dev.quittance.schemas.avro.DetailsField;
import dev.quittance.schemas.avro.ReceiptDetails;
import dev.quittance.schemas.avro.ReceiptDetailsRecord;
import java.util.Map;
import java.util.TreeMap;

/** Between a record of {@code receipt-details} and the field tree of a receipt. Stateless. */
public final class ReceiptDetailsCodec {
  private ReceiptDetailsCodec() {}

  /** The record from which the details of a receipt can be opened. */
  public static ReceiptDetailsRecord record(Receipt receipt, Bytes32 master, FieldTree details) {
    return new ReceiptDetailsRecord(
        new ReceiptDetails(
            AvroValues.hash32(receipt.orderId().toByteArray()),
            AvroValues.hash32(receipt.stepId().toByteArray()),
            receipt.lane(),
            AvroValues.hash32(master.toByteArray()),
            details.fields().stream()
                .map(field -> new DetailsField(field.path(), field.value()))
                .toList()));
  }

  /**
   * The field tree of a record.
   *
   * @throws IllegalArgumentException if a path or value is malformed
   */
  public static FieldTree tree(ReceiptDetails details) {
    Map<String, String> values = new TreeMap<>();
    details.getFields().forEach(field -> values.put(field.getPath(), field.getValue()));
    return FieldTree.of(Bytes32.copyOf(details.getMaster().bytes()), values);
  }
}
