package dev.quittance.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * How a value stands on the wire: a zero byte, the registry's 4-byte id of its schema, big-endian,
 * and the Avro binary encoding (the framing of Confluent and Apicurio serdes).
 *
 * <p>Stateless and safe for any number of threads.
 */
public final class WireFormat {
  private static final int HEADER_BYTES = 5;

  private WireFormat() {}

  /** The schema id of a framed value; empty when it is not framed. */
  public static OptionalInt schemaId(byte[] value) {
    return value.length < HEADER_BYTES || value[0] != 0
        ? OptionalInt.empty()
        : OptionalInt.of(ByteBuffer.wrap(value, 1, 4).getInt());
  }

  /** Frames a record under a schema id. */
  public static byte[] encode(int schemaId, SpecificRecord record) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(4).putInt(schemaId).array());
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      new SpecificDatumWriter<SpecificRecord>(record.getSchema()).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Decodes the Avro part of a framed value, strictly: empty when the bytes are not one whole
   * record of the writer's schema, no byte fewer, no byte more. Total: no bytes make it throw or
   * allocate more than a few times their own length.
   */
  public static <V extends SpecificRecord> Optional<V> decode(
      byte[] value, Schema writer, Topic<V> topic) {
    if (value.length < HEADER_BYTES) {
      return Optional.empty();
    }
    try {
      // Reading allocates what a length says before it looks whether so many bytes are there, so
      // all lengths are walked first.
      BinaryDecoder walk = decoder(value);
      GenericDatumReader.skip(writer, walk);
      if (!walk.isEnd()) {
        return Optional.empty();
      }
      BinaryDecoder decoder = decoder(value);
      V record = new SpecificDatumReader<V>(writer, topic.schema()).read(null, decoder);
      return decoder.isEnd() ? Optional.of(record) : Optional.empty();
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static BinaryDecoder decoder(byte[] value) {
    return DecoderFactory.get()
        .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null);
  }
}
