package dev.quittance.auditor.chain;

import dev.quittance.contracts.abi.ReceiptAnchor;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.web3j.abi.EventEncoder;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.methods.response.Log;

/**
 * Reads from the chain's logs how a {@code ReceiptAnchor} changed hands. The logs of its anchors
 * are read with them: a node that lacks one of those may lack a handover too. Blocking; for one
 * reading.
 */
final class HandoverLogs {
  private static final String ANCHORED = EventEncoder.encode(ReceiptAnchor.ANCHORED_EVENT);
  private static final String CHANGED = EventEncoder.encode(ReceiptAnchor.OPERATORCHANGED_EVENT);

  /** Of both events: what it is, and two indexed members. */
  private static final int TOPICS = 3;

  private final ContractLogs logs;
  private final List<OperatorChange> changes = new ArrayList<>();
  private long anchoredSoFar;

  HandoverLogs(Web3j web3j, Address contract) {
    logs = new ContractLogs(web3j, contract);
  }

  /**
   * Reads from the block on in which the first period was anchored.
   *
   * @param since time of that block, unix seconds
   * @param anchored how many periods are anchored at least
   * @throws IOException when the node does not answer or does not have all logs
   */
  List<OperatorChange> read(long since, long anchored) throws IOException {
    long latest = logs.latest();
    logs.read(
        logs.firstBlockAt(since, latest),
        latest,
        filter -> filter.addOptionalTopics(ANCHORED, CHANGED),
        this::take);
    if (anchoredSoFar < anchored) {
      throw new IOException(
          "it has no log of how period %d was anchored, so handovers of the contract may be missing"
                  .formatted(anchoredSoFar)
              + " too: ask a node that keeps all logs");
    }
    return changes;
  }

  private void take(Log log) throws IOException {
    ContractLogs.requireTopics(log, TOPICS);
    if (log.getTopics().getFirst().equals(CHANGED)) {
      changes.add(change(log));
    } else if (ContractLogs.number(ReceiptAnchor.getAnchoredEventFromLog(log).seq)
        == anchoredSoFar) {
      anchoredSoFar++;
    }
  }

  private static OperatorChange change(Log log) throws IOException {
    var event = ReceiptAnchor.getOperatorChangedEventFromLog(log);
    return new OperatorChange(
        Address.fromHex(event.previous.toLowerCase(Locale.ROOT)),
        Address.fromHex(event.next.toLowerCase(Locale.ROOT)),
        ContractLogs.number(event.fromSeq),
        ContractLogs.number(log.getBlockNumber()),
        Bytes32.fromHex(log.getTransactionHash()));
  }
}
