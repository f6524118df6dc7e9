package dev.quittance.auditor.chain;

import dev.quittance.contracts.abi.ReceiptAnchor;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.web3j.abi.EventEncoder;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.exceptions.ClientConnectionException;

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

  /** A window that was halved is the widest that is answered, as a rule. */
  private static final int ANSWERS_TO_GROW = 32;

  private final Web3j web3j;
  private final Address contract;
  private final List<OperatorChange> changes = new ArrayList<>();
  private long anchoredSoFar;

  HandoverLogs(Web3j web3j, Address contract) {
    this.web3j = web3j;
    this.contract = contract;
  }

  /**
   * Reads from the block on in which the first period was anchored.
   *
   * @param since time of that block, unix seconds
   * @param anchored how many periods are anchored at least
   * @throws IOException when the node does not answer or does not have all logs
   */
  List<OperatorChange> read(long since, long anchored) throws IOException {
    long latest =
        RpcAnchorChain.require(web3j.ethBlockNumber().send()).getBlockNumber().longValue();
    long next = firstBlockAt(since, latest);
    // Nodes limit blocks, results and time in ways that they don't tell.
    long window = latest - next + 1;
    int answers = 0;
    while (next <= latest) {
      long last = Math.min(latest, next + window - 1);
      Answer answer = ask(next, last);
      switch (answer) {
        case Answer.Logs(List<Log> logs) -> {
          for (Log log : logs) {
            take(log);
          }
          next = last + 1;
          answers++;
          window = answers % ANSWERS_TO_GROW == 0 ? window * 2 : window;
        }
        case Answer.Refused(String reason) -> {
          if (last == next) {
            throw new IOException("no logs of block %d: %s".formatted(next, reason));
          }
          window = (last - next + 1) / 2;
        }
      }
    }
    if (anchoredSoFar < anchored) {
      throw new IOException(
          "it has no log of how period %d was anchored, so handovers of the contract may be missing"
                  .formatted(anchoredSoFar)
              + " too: ask a node that keeps all logs");
    }
    return changes;
  }

  private sealed interface Answer {
    record Logs(List<Log> logs) implements Answer {}

    /** Fewer blocks may do. */
    record Refused(String reason) implements Answer {}
  }

  private Answer ask(long from, long to) throws IOException {
    EthFilter filter = new EthFilter(block(from), block(to), contract.toString());
    filter.addOptionalTopics(ANCHORED, CHANGED);
    try {
      EthLog answer = web3j.ethGetLogs(filter).send();
      return answer.hasError()
          ? new Answer.Refused(answer.getError().getMessage())
          : new Answer.Logs(answer.getLogs().stream().map(result -> (Log) result.get()).toList());
    } catch (ConnectException e) {
      throw e;
    } catch (IOException | ClientConnectionException e) {
      return new Answer.Refused(String.valueOf(e.getMessage()));
    }
  }

  private void take(Log log) throws IOException {
    if (log.getTopics().size() != TOPICS
        || !log.getAddress().toLowerCase(Locale.ROOT).equals(contract.toString())) {
      throw new IOException("its logs are not those that it was asked for");
    }
    if (log.getTopics().getFirst().equals(CHANGED)) {
      changes.add(change(log));
    } else if (number(ReceiptAnchor.getAnchoredEventFromLog(log).seq) == anchoredSoFar) {
      anchoredSoFar++;
    }
  }

  private static OperatorChange change(Log log) throws IOException {
    var event = ReceiptAnchor.getOperatorChangedEventFromLog(log);
    return new OperatorChange(
        Address.fromHex(event.previous.toLowerCase(Locale.ROOT)),
        Address.fromHex(event.next.toLowerCase(Locale.ROOT)),
        number(event.fromSeq),
        number(log.getBlockNumber()),
        Bytes32.fromHex(log.getTransactionHash()));
  }

  private static long number(BigInteger value) throws IOException {
    if (value.bitLength() >= Long.SIZE) {
      throw new IOException("no number of a period or block in its logs: " + value);
    }
    return value.longValue();
  }

  /** Of blocks with the same time the first; times never decrease. */
  private long firstBlockAt(long time, long latest) throws IOException {
    long first = 0;
    long end = latest;
    while (first < end) {
      long middle = first + (end - first) / 2;
      if (timeOf(middle) < time) {
        first = middle + 1;
      } else {
        end = middle;
      }
    }
    return first;
  }

  private long timeOf(long number) throws IOException {
    EthBlock.Block block =
        RpcAnchorChain.require(web3j.ethGetBlockByNumber(block(number), false).send()).getBlock();
    if (block == null) {
      throw new IOException("it has no block " + number);
    }
    return block.getTimestamp().longValue();
  }

  private static DefaultBlockParameter block(long number) {
    return DefaultBlockParameter.valueOf(BigInteger.valueOf(number));
  }
}
