package dev.quittance.platform.chain;

import dev.quittance.contracts.abi.ReceiptAnchor;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.TypeEncoder;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * The {@code ReceiptAnchor} contract on the chain's latest state. Blocks and fails as {@link
 * ChainRpc}.
 */
public final class AnchorView {
  private final ChainRpc rpc;
  private final Address address;
  private final ReceiptAnchor contract;

  /** The contract at this address. */
  public AnchorView(ChainRpc rpc, Address address) {
    this.rpc = rpc;
    this.address = address;
    this.contract =
        ReceiptAnchor.load(
            address.toString(),
            rpc.web3j(),
            new ReadonlyTransactionManager(rpc.web3j(), Address.ZERO.toString()),
            new DefaultGasProvider());
  }

  /** The period that is anchored next. */
  public long next() throws IOException {
    return rpc.read(contract.next()::send).longValueExact();
  }

  /** An anchored period. */
  public Optional<AnchoredPeriod> period(long seq) throws IOException {
    var stored = rpc.read(contract.period(BigInteger.valueOf(seq))::send);
    long anchoredAt = stored.component7().longValueExact();
    return anchoredAt == 0
        ? Optional.empty()
        : Optional.of(
            new AnchoredPeriod(
                Bytes32.wrap(stored.component1()), Bytes32.wrap(stored.component3()), anchoredAt));
  }

  /** The transaction that anchored a period; empty also where the node keeps no such old logs. */
  public Optional<ChainReceipt> anchoring(long seq, Bytes32 anchorHash) throws IOException {
    EthFilter filter =
        new EthFilter(
            DefaultBlockParameterName.EARLIEST,
            DefaultBlockParameterName.LATEST,
            address.toString());
    filter
        .addSingleTopic(EventEncoder.encode(ReceiptAnchor.ANCHORED_EVENT))
        .addSingleTopic("0x" + TypeEncoder.encode(new Uint64(seq)))
        .addSingleTopic(anchorHash.toString());
    EthLog logs = rpc.read(rpc.web3j().ethGetLogs(filter)::send);
    if (logs.hasError() || logs.getLogs().isEmpty()) {
      return Optional.empty();
    }
    EthLog.LogObject log = (EthLog.LogObject) logs.getLogs().getFirst().get();
    return rpc.receipt(Bytes32.fromHex(log.getTransactionHash()));
  }

  /** The input data of {@code anchor(record)}. */
  public Bytes anchorCall(Bytes record) {
    return Bytes.fromHex(contract.anchor(record.toByteArray()).encodeFunctionCall());
  }
}
