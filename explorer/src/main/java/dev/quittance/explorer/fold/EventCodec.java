package dev.quittance.explorer.fold;

import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.events.OrderEvent.Accepted;
import dev.quittance.platform.events.OrderEvent.Anchored;
import dev.quittance.platform.events.OrderEvent.Executed;
import dev.quittance.platform.events.OrderEvent.Planned;
import dev.quittance.platform.events.OrderEvent.PlannedStep;
import dev.quittance.platform.events.OrderEvent.Proven;
import dev.quittance.platform.events.OrderEvent.Requested;
import dev.quittance.platform.events.OrderEvent.Settled;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;

/** Events as they stand in an entry: a kind, then the components in their order. */
final class EventCodec {
  private static final int REQUESTED = 1;
  private static final int ACCEPTED = 2;
  private static final int PLANNED = 3;
  private static final int EXECUTED = 4;
  private static final int PROVEN = 5;
  private static final int SETTLED = 6;
  private static final int ANCHORED = 7;

  private EventCodec() {}

  static void write(BinaryEncoder out, OrderEvent event) throws IOException {
    switch (event) {
      case Requested it -> {
        out.writeInt(REQUESTED);
        out.writeString(it.tenant());
        out.writeLong(it.atMs());
      }
      case Accepted it -> {
        out.writeInt(ACCEPTED);
        write(out, it);
      }
      case Planned it -> {
        out.writeInt(PLANNED);
        write(out, it);
      }
      case Executed it -> {
        out.writeInt(EXECUTED);
        write(out, it);
      }
      case Proven it -> {
        out.writeInt(PROVEN);
        write(out, it);
      }
      case Settled it -> {
        out.writeInt(SETTLED);
        write(out, it);
      }
      case Anchored it -> {
        out.writeInt(ANCHORED);
        out.writeInt(it.partition());
        out.writeLong(it.offset());
        out.writeLong(it.period());
        writeHex(out, it.txHash());
      }
    }
  }

  static OrderEvent read(BinaryDecoder in) throws IOException {
    int kind = in.readInt();
    return switch (kind) {
      case REQUESTED -> new Requested(in.readString(), in.readLong());
      case ACCEPTED -> readAccepted(in);
      case PLANNED -> readPlanned(in);
      case EXECUTED -> readExecuted(in);
      case PROVEN -> readProven(in);
      case SETTLED -> readSettled(in);
      case ANCHORED -> new Anchored(in.readInt(), in.readLong(), in.readLong(), readHex(in));
      default -> throw new IOException("an event of kind " + kind);
    };
  }

  private static void write(BinaryEncoder out, Accepted accepted) throws IOException {
    out.writeString(accepted.tenant());
    writeHex(out, accepted.buyer());
    out.writeString(accepted.asset());
    writeAmount(out, accepted.budget());
    out.writeLong(accepted.deadlineMs());
    out.writeInt(accepted.services().size());
    for (String service : accepted.services()) {
      out.writeString(service);
    }
    out.writeLong(accepted.atMs());
  }

  private static Accepted readAccepted(BinaryDecoder in) throws IOException {
    return new Accepted(
        in.readString(),
        readHex(in),
        in.readString(),
        readAmount(in),
        in.readLong(),
        readTexts(in),
        in.readLong());
  }

  private static List<String> readTexts(BinaryDecoder in) throws IOException {
    int size = in.readInt();
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(in.readString());
    }
    return texts;
  }

  private static void write(BinaryEncoder out, Planned plan) throws IOException {
    writeHex(out, plan.planHash());
    writeAmount(out, plan.total());
    out.writeInt(plan.steps().size());
    for (PlannedStep step : plan.steps()) {
      writeHex(out, step.stepId());
      out.writeInt(step.index());
      out.writeString(step.name());
      out.writeString(step.service());
      out.writeString(step.agentId());
      writeAmount(out, step.price());
      writeAmount(out, step.fee());
    }
    out.writeLong(plan.atMs());
  }

  private static Planned readPlanned(BinaryDecoder in) throws IOException {
    String planHash = readHex(in);
    BigInteger total = readAmount(in);
    int size = in.readInt();
    List<PlannedStep> steps = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      steps.add(
          new PlannedStep(
              readHex(in),
              in.readInt(),
              in.readString(),
              in.readString(),
              in.readString(),
              readAmount(in),
              readAmount(in)));
    }
    return new Planned(planHash, total, steps, in.readLong());
  }

  private static void write(BinaryEncoder out, Executed outcome) throws IOException {
    writeHex(out, outcome.stepId());
    out.writeInt(outcome.index());
    writeHex(out, outcome.agent());
    out.writeInt(outcome.verdict());
    out.writeString(outcome.code());
    out.writeString(outcome.message());
    writeHex(out, outcome.outputHash());
    out.writeString(outcome.executor());
    out.writeString(outcome.tenant());
    out.writeString(outcome.service());
    out.writeLong(outcome.atMs());
  }

  private static Executed readExecuted(BinaryDecoder in) throws IOException {
    return new Executed(
        readHex(in),
        in.readInt(),
        readHex(in),
        in.readInt(),
        in.readString(),
        in.readString(),
        readHex(in),
        in.readString(),
        in.readString(),
        in.readString(),
        in.readLong());
  }

  private static void write(BinaryEncoder out, Proven receipt) throws IOException {
    writeHex(out, receipt.stepId());
    writeHex(out, receipt.agent());
    out.writeInt(receipt.partition());
    out.writeLong(receipt.offset());
    out.writeLong(receipt.seq());
    out.writeLong(receipt.atMs());
  }

  private static Proven readProven(BinaryDecoder in) throws IOException {
    return new Proven(
        readHex(in), readHex(in), in.readInt(), in.readLong(), in.readLong(), in.readLong());
  }

  private static void write(BinaryEncoder out, Settled settled) throws IOException {
    out.writeString(settled.tenant());
    out.writeInt(settled.verdict());
    out.writeInt(settled.steps());
    writeAmount(out, settled.credits());
    writeAmount(out, settled.fees());
    writeAmount(out, settled.refunded());
    out.writeLong(settled.atMs());
  }

  private static Settled readSettled(BinaryDecoder in) throws IOException {
    return new Settled(
        in.readString(),
        in.readInt(),
        in.readInt(),
        readAmount(in),
        readAmount(in),
        readAmount(in),
        in.readLong());
  }

  /** Half as long as its text. */
  static void writeHex(BinaryEncoder out, String hex) throws IOException {
    out.writeBytes(Keys.id(hex));
  }

  static String readHex(BinaryDecoder in) throws IOException {
    return Keys.hex(bytes(in));
  }

  private static void writeAmount(BinaryEncoder out, BigInteger amount) throws IOException {
    out.writeBytes(amount.toByteArray());
  }

  private static BigInteger readAmount(BinaryDecoder in) throws IOException {
    return new BigInteger(bytes(in));
  }

  private static byte[] bytes(BinaryDecoder in) throws IOException {
    ByteBuffer buffer = in.readBytes(null);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
