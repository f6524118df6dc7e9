package dev.quittance.platform.kafka;

import io.apicurio.registry.serde.avro.AvroDatumProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Readers and writers of generated records, made once per schema object.
 *
 * <p>Apicurio's own provider compares schemas by content for every record, which costs more than
 * the encoding itself. Safe for any number of threads.
 */
public final class CachedSchemaDatumProvider implements AvroDatumProvider<SpecificRecord> {
  private final Map<SchemaIdentity, DatumWriter<SpecificRecord>> writers =
      new ConcurrentHashMap<>();
  private final Map<SchemaIdentity, DatumReader<SpecificRecord>> readers =
      new ConcurrentHashMap<>();

  @Override
  public DatumWriter<SpecificRecord> createDatumWriter(SpecificRecord data, Schema schema) {
    return writers.computeIfAbsent(
        new SchemaIdentity(schema), _ -> new SpecificDatumWriter<>(schema));
  }

  @Override
  public DatumReader<SpecificRecord> createDatumReader(Schema writer) {
    return readers.computeIfAbsent(
        new SchemaIdentity(writer), _ -> new SpecificDatumReader<>(writer, readerOf(writer)));
  }

  @Override
  public Schema toSchema(SpecificRecord data) {
    return data.getSchema();
  }

  private static Schema readerOf(Schema writer) {
    Class<?> type = SpecificData.get().getClass(writer);
    return type == null ? writer : SpecificData.get().getSchema(type);
  }

  /** A schema as a key by identity: comparing content walks the whole schema. */
  private record SchemaIdentity(Schema schema) {
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object other) {
      return other instanceof SchemaIdentity(Schema that) && schema == that;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(schema);
    }
  }
}
