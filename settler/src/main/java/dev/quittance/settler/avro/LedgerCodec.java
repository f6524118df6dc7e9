package dev.quittance.settler.avro;

import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.settler.domain.OrderLedger;
import dev.quittance.settler.domain.PlanTerms;
import dev.quittance.settler.domain.PlanTerms.StepTerms;
import dev.quittance.settler.domain.StepOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a ledger stands in the settler's store; the first byte is the version of this form. A closed
 * one is a single zero byte: it stays, so that nothing settles an order again.
 */
public final class LedgerCodec {
  private static final int VERSION = 1;
  private static final int CLOSED = 0;

  private LedgerCodec() {}

  /** The stored form. */
  public static byte[] encode(OrderLedger ledger) {
    if (ledger.isClosed()) {
      return new byte[] {CLOSED};
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeBoolean(ledger.terms().isPresent());
      if (ledger.terms().isPresent()) {
        writeTerms(out, ledger.terms().get());
      }
      out.writeInt(ledger.outcomes().size());
      for (StepOutcome outcome : ledger.outcomes()) {
        writeOutcome(out, outcome);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The ledger of a stored form. */
  public static OrderLedger decode(byte[] stored) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
      int version = in.readByte();
      if (version == CLOSED) {
        return OrderLedger.CLOSED;
      }
      if (version != VERSION) {
        throw new IOException("a stored ledger of version " + version);
      }
      Optional<PlanTerms> terms = in.readBoolean() ? Optional.of(readTerms(in)) : Optional.empty();
      int count = in.readInt();
      List<StepOutcome> outcomes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        outcomes.add(readOutcome(in));
      }
      return new OrderLedger(terms, outcomes, false);
    } catch (IOException e) {
      throw new UncheckedIOException("a stored ledger can't be read", e);
    }
  }

  private static void writeTerms(DataOutputStream out, PlanTerms terms) throws IOException {
    out.writeUTF(terms.tenant());
    out.write(terms.buyer().toByteArray());
    out.write(terms.asset().toByteArray());
    writeAmount(out, terms.budget());
    out.writeInt(terms.steps().size());
    for (StepTerms step : terms.steps()) {
      out.write(step.stepId().toByteArray());
      out.write(step.agent().toByteArray());
      writeAmount(out, step.price());
      writeAmount(out, step.fee());
    }
  }

  private static PlanTerms readTerms(DataInputStream in) throws IOException {
    String tenant = in.readUTF();
    Address buyer = readAddress(in);
    Address asset = readAddress(in);
    BigInteger budget = readAmount(in);
    int count = in.readInt();
    List<StepTerms> steps = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      steps.add(new StepTerms(readHash(in), readAddress(in), readAmount(in), readAmount(in)));
    }
    return new PlanTerms(tenant, buyer, asset, budget, steps);
  }

  private static void writeOutcome(DataOutputStream out, StepOutcome outcome) throws IOException {
    out.write(outcome.stepId().toByteArray());
    out.write(outcome.agent().toByteArray());
    out.writeByte(outcome.verdict().code());
    writeAmount(out, outcome.amount());
    writeAmount(out, outcome.fee());
    out.writeLong(outcome.completedAtMs());
  }

  private static StepOutcome readOutcome(DataInputStream in) throws IOException {
    Bytes32 stepId = readHash(in);
    Address agent = readAddress(in);
    Verdict verdict =
        Verdict.ofCode(in.readByte())
            .orElseThrow(() -> new IOException("a stored outcome without verdict"));
    return new StepOutcome(stepId, agent, verdict, readAmount(in), readAmount(in), in.readLong());
  }

  private static void writeAmount(DataOutputStream out, BigInteger amount) throws IOException {
    byte[] bytes = amount.toByteArray();
    out.writeByte(bytes.length);
    out.write(bytes);
  }

  private static BigInteger readAmount(DataInputStream in) throws IOException {
    return new BigInteger(in.readNBytes(in.readByte()));
  }

  private static Address readAddress(DataInputStream in) throws IOException {
    return Address.wrap(in.readNBytes(Address.SIZE));
  }

  private static Bytes32 readHash(DataInputStream in) throws IOException {
    return Bytes32.wrap(in.readNBytes(Bytes32.SIZE));
  }
}
