package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.Decoded;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.WireFormat;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the usual record of the log, a receipt, straight from its bytes. Whatever is not quite
 * that, a close among it, is left to the codec: both always agree. Thread-safe.
 */
final class ReceiptDecoding {
  private static final int HEADER_BYTES = 5;

  /** Varints that are longer are possible, and nobody writes them. */
  private static final int VARINT_BYTES = 9;

  private final ReceiptsCodec codec;
  private final Set<Integer> accepted;

  /** The decoding of a log's records; the codec is the one of its rules. */
  ReceiptDecoding(ReceiptsCodec codec, LogRules rules) {
    this.codec = codec;
    this.accepted =
        rules.schemas().stream()
            .map(AcceptedSchema::id)
            .map(Math::toIntExact)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** What a value decodes to. */
  Decoded decode(byte @Nullable [] value) {
    return value == null
        ? codec.decode(value)
        : receipt(value).<Decoded>map(receipt -> receipt).orElseGet(() -> codec.decode(value));
  }

  private Optional<DecodedReceipt> receipt(byte[] value) {
    boolean counts =
        WireFormat.schemaId(value).stream().anyMatch(accepted::contains)
            && value.length > HEADER_BYTES
            && value[HEADER_BYTES] == 0;
    if (!counts) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(value).position(HEADER_BYTES + 1);
    try {
      DecodedReceipt receipt = receipt(in);
      return isProofAndEnd(in) ? Optional.of(receipt) : Optional.empty();
    } catch (BufferUnderflowException _) {
      return Optional.empty();
    }
  }

  /** The fields in the order of the schema. */
  private static DecodedReceipt receipt(ByteBuffer in) {
    return new DecodedReceipt(
        hash(in),
        hash(in),
        address(in),
        address(in),
        address(in),
        integer(in),
        integer(in),
        address(in),
        verdict(in),
        hash(in),
        hash(in),
        hash(in),
        hash(in),
        hash(in),
        hash(in),
        varint(in),
        varint(in),
        varint(in),
        bytes(in, length(in)));
  }

  /** The proof is a union of null and a string; its text is not part of what is classified. */
  private static boolean isProofAndEnd(ByteBuffer in) {
    long branch = varint(in);
    if (branch == 1) {
      int length = length(in);
      in.position(in.position() + length);
    }
    return (branch == 0 || branch == 1) && !in.hasRemaining();
  }

  private static int verdict(ByteBuffer in) {
    long value = varint(in);
    if (value != (int) value) {
      throw new BufferUnderflowException();
    }
    return (int) value;
  }

  private static int length(ByteBuffer in) {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return (int) length;
  }

  /** A zigzag number (Avro specification, binary encoding). */
  private static long varint(ByteBuffer in) {
    long bits = 0;
    for (int i = 0; i < VARINT_BYTES; i++) {
      byte next = in.get();
      bits |= (next & 0x7fL) << (7 * i);
      if (next >= 0) {
        return (bits >>> 1) ^ -(bits & 1);
      }
    }
    throw new BufferUnderflowException();
  }

  private static Bytes hash(ByteBuffer in) {
    return bytes(in, Bytes32.SIZE);
  }

  private static Bytes address(ByteBuffer in) {
    return bytes(in, Address.SIZE);
  }

  private static BigInteger integer(ByteBuffer in) {
    byte[] word = new byte[Bytes32.SIZE];
    in.get(word);
    return new BigInteger(1, word);
  }

  private static Bytes bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return Bytes.wrap(bytes);
  }
}
