package dev.quittance.executor.avro;

import dev.quittance.executor.domain.admission.Admission;
import dev.quittance.executor.domain.admission.AttemptId;
import dev.quittance.planning.document.Hash32;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How an attempt that holds permits or waits for them stands in admission's store: the key is
 * stepId and attempt (u32), the first byte of the value is the version of this form.
 */
public final class AdmissionCodec {
  private static final int VERSION = 1;
  private static final int HASH_BYTES = 32;

  private AdmissionCodec() {}

  /** The key of an attempt. */
  public static byte[] key(AttemptId id) {
    return ByteBuffer.allocate(HASH_BYTES + Integer.BYTES)
        .put(id.stepId().bytes())
        .putInt(id.attempt())
        .array();
  }

  /** The stored form. */
  public static byte[] encode(Admission admission) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeBoolean(admission.granted());
      out.writeLong(admission.arrival());
      out.write(admission.orderId().bytes());
      out.writeUTF(admission.tenant());
      out.writeUTF(admission.agentId());
      out.writeUTF(admission.executor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The attempt of a stored form. */
  public static Admission decode(byte[] key, byte[] stored) {
    AttemptId id =
        new AttemptId(
            Hash32.of(Arrays.copyOf(key, HASH_BYTES)), ByteBuffer.wrap(key).getInt(HASH_BYTES));
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IOException("a stored admission of version " + version);
      }
      boolean granted = in.readBoolean();
      long arrival = in.readLong();
      Hash32 orderId = Hash32.of(in.readNBytes(HASH_BYTES));
      return new Admission(id, orderId, in.readUTF(), in.readUTF(), in.readUTF(), arrival, granted);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored admission can't be read", e);
    }
  }
}
