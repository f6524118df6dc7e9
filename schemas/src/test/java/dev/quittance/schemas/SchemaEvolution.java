package dev.quittance.schemas;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** Whether schemas read each other, as the registry's rule FULL_TRANSITIVE demands. */
final class SchemaEvolution {
  private SchemaEvolution() {}

  /** What keeps the schema from reading a released one or being read by it; empty when nothing. */
  static List<String> breaches(Schema current, Schema released) {
    List<String> breaches = new ArrayList<>();
    collect("the new one can't read the released one", current, released, breaches);
    collect("the released one can't read the new one", released, current, breaches);
    return breaches;
  }

  private static void collect(String what, Schema reader, Schema writer, List<String> breaches) {
    SchemaPairCompatibility pair =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
      pair.getResult()
          .getIncompatibilities()
          .forEach(i ->
              breaches.add(
                  what + ": " + i.getType() + " at " + i.getLocation() + ": " + i.getMessage()));
    }
  }
}
