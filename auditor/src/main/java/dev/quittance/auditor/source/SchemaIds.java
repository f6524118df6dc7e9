package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.WireFormat;
import java.util.OptionalInt;

/** Whether records stand under the schema of their topic. */
final class SchemaIds {
  private SchemaIds() {}

  static boolean isRight(OptionalInt expected, Bytes value) {
    return expected.isEmpty() || expected.equals(WireFormat.schemaId(value.toByteArray()));
  }
}
