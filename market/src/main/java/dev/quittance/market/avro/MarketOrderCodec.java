package dev.quittance.market.avro;

import dev.quittance.market.domain.CitedReceipt;
import dev.quittance.market.domain.MarketOrder;
import dev.quittance.market.domain.MarketOrder.End;
import dev.quittance.market.domain.MarketOrder.Origin;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An order in the store: a version, flags, then what is known. */
public final class MarketOrderCodec {
  private static final int VERSION = 1;
  private static final int STOPPED = 1;
  private static final int RELEASED = 2;
  private static final int HANDED_OUT = 4;
  private static final int HAS_ORIGIN = 8;
  private static final int HAS_END = 16;

  private MarketOrderCodec() {}

  /** The bytes of an order. */
  public static byte[] encode(MarketOrder order) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeByte(flags(order));
      if (order.origin().isPresent()) {
        Origin origin = order.origin().get();
        out.writeUTF(origin.market());
        out.writeUTF(origin.sourceId());
        out.writeUTF(origin.tenant());
      }
      if (order.end().isPresent()) {
        out.writeByte(order.end().get().verdict());
        out.writeInt(order.end().get().steps());
      }
      out.writeInt(order.receipts().size());
      for (CitedReceipt receipt : order.receipts()) {
        write(out, receipt);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The order of these bytes. */
  public static MarketOrder decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException("an order of version " + version + " is in the store");
      }
      int flags = in.readByte();
      Optional<Origin> origin =
          has(flags, HAS_ORIGIN)
              ? Optional.of(new Origin(in.readUTF(), in.readUTF(), in.readUTF()))
              : Optional.empty();
      Optional<End> end =
          has(flags, HAS_END)
              ? Optional.of(new End(in.readByte(), in.readInt()))
              : Optional.empty();
      int count = in.readInt();
      List<CitedReceipt> receipts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        receipts.add(read(in));
      }
      return new MarketOrder(
          origin, receipts, end, has(flags, STOPPED), has(flags, RELEASED), has(flags, HANDED_OUT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int flags(MarketOrder order) {
    return (order.isStopped() ? STOPPED : 0)
        | (order.isReleased() ? RELEASED : 0)
        | (order.isHandedOut() ? HANDED_OUT : 0)
        | (order.origin().isPresent() ? HAS_ORIGIN : 0)
        | (order.end().isPresent() ? HAS_END : 0);
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  private static void write(DataOutputStream out, CitedReceipt receipt) throws IOException {
    out.write(receipt.stepId().toByteArray());
    out.write(receipt.outputHash().toByteArray());
    out.write(receipt.leafHash().toByteArray());
    out.write(receipt.agent().toByteArray());
    out.writeLong(receipt.completedAtMs());
    out.writeLong(receipt.offset());
  }

  private static CitedReceipt read(DataInputStream in) throws IOException {
    return new CitedReceipt(
        Bytes32.wrap(in.readNBytes(Bytes32.SIZE)),
        Bytes32.wrap(in.readNBytes(Bytes32.SIZE)),
        Bytes32.wrap(in.readNBytes(Bytes32.SIZE)),
        Address.wrap(in.readNBytes(Address.SIZE)),
        in.readLong(),
        in.readLong());
  }
}
