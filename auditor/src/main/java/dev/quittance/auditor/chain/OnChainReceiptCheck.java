package dev.quittance.auditor.chain;

import dev.quittance.contracts.abi.ReceiptVerifier;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.bundle.Bundle;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * Asks a {@code ReceiptVerifier} contract whether a bundle's receipt is proven: the answer that a
 * contract which decides disputes would have. Thread-safe; blocking; every question has a
 * connection of its own.
 */
public final class OnChainReceiptCheck {

  /** What the contract, or the way to it, says. */
  public sealed interface Answer {}

  /** The agent signed the receipt, and it stands as accepted in an anchored period. */
  public record Proven() implements Answer {}

  /** The first check of the contract that speaks against it. */
  public record NotProven(FailedCheck check) implements Answer {}

  /** No contract of the kind answered there. */
  public record NoAnswer(String reason) implements Answer {}

  /** The contract's checks, in its order and numbering, which begins with 1. */
  public enum FailedCheck {
    /** Not a canonical signature of the receipt's agent. */
    SIGNATURE,
    /** The entry is not that of this receipt as accepted, or not in the head's range. */
    ENTRY,
    /** The path does not lead from the entry to the head. */
    ENTRY_PATH,
    /** The period is not anchored. */
    ANCHOR,
    /** The path does not lead from the head to the anchored period. */
    HEAD_PATH
  }

  /** Where the number of the period stands in an anchor record. */
  private static final int SEQ_OFFSET = 40;

  private final String rpcUrl;
  private final Address verifier;

  /**
   * The contract at an address.
   *
   * @param rpcUrl JSON-RPC endpoint over HTTP
   * @param verifier address of the {@code ReceiptVerifier} of the log's anchor contract
   */
  public OnChainReceiptCheck(String rpcUrl, Address verifier) {
    this.rpcUrl = rpcUrl;
    this.verifier = verifier;
  }

  /**
   * Asks at the newest block.
   *
   * @throws IllegalArgumentException when the bundle's anchor is too short to name a period
   */
  public Answer ask(Bundle bundle) {
    ReceiptVerifier.Inclusion inclusion = inclusion(bundle);
    Web3j web3j = Web3j.build(new HttpService(rpcUrl));
    try {
      return answer(call(web3j, bundle, inclusion));
    } catch (IOException e) {
      return new NoAnswer("%s: %s".formatted(rpcUrl, e.getMessage()));
    } finally {
      web3j.shutdown();
    }
  }

  private Answer answer(BigInteger failed) {
    FailedCheck[] checks = FailedCheck.values();
    if (failed.signum() == 0) {
      return new Proven();
    }
    return failed.compareTo(BigInteger.valueOf(checks.length)) <= 0
        ? new NotProven(checks[failed.intValueExact() - 1])
        : new NoAnswer("%s is no ReceiptVerifier, it says %s".formatted(verifier, failed));
  }

  /** web3j's generated calls declare Exception: whatever it is, the answer cannot be read. */
  private BigInteger call(Web3j web3j, Bundle bundle, ReceiptVerifier.Inclusion inclusion)
      throws IOException {
    String address = verifier.toString();
    ReceiptVerifier contract =
        ReceiptVerifier.load(
            address,
            web3j,
            new ReadonlyTransactionManager(web3j, address),
            new DefaultGasProvider());
    byte[] signature = bundle.signature().toByteArray();
    try {
      @Nullable BigInteger answer =
          contract.verify(receipt(bundle.receipt()), signature, inclusion).send();
      if (answer == null) {
        throw new IOException("no answer; is %s a ReceiptVerifier?".formatted(verifier));
      }
      return answer;
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  private static ReceiptVerifier.Inclusion inclusion(Bundle bundle) {
    if (bundle.anchor().size() < SEQ_OFFSET + Long.BYTES) {
      throw new IllegalArgumentException("the bundle's anchor is no anchor record");
    }
    long period = ByteBuffer.wrap(bundle.anchor().toByteArray()).getLong(SEQ_OFFSET);
    return new ReceiptVerifier.Inclusion(
        unsigned(period),
        bundle.entry().toByteArray(),
        unsigned(bundle.entryIndex()),
        hashes(bundle.entryPath()),
        bundle.head().toByteArray(),
        hashes(bundle.headPath()));
  }

  private static ReceiptVerifier.Receipt receipt(Receipt r) {
    return new ReceiptVerifier.Receipt(
        r.orderId().toByteArray(),
        r.stepId().toByteArray(),
        r.agent().toString(),
        r.buyer().toString(),
        r.asset().toString(),
        r.amount(),
        r.fee(),
        r.feeRecipient().toString(),
        BigInteger.valueOf(r.verdict().code()),
        r.orderHash().toByteArray(),
        r.planHash().toByteArray(),
        r.inputHash().toByteArray(),
        r.outputHash().toByteArray(),
        r.proofHash().toByteArray(),
        r.detailsRoot().toByteArray(),
        BigInteger.valueOf(r.completedAt()),
        BigInteger.valueOf(r.lane()),
        BigInteger.valueOf(r.seq()));
  }

  private static List<byte[]> hashes(List<Bytes32> path) {
    return path.stream().map(Bytes32::toByteArray).toList();
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
