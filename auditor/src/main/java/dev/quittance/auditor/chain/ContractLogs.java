package dev.quittance.auditor.chain;

import dev.quittance.receipts.crypto.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.exceptions.ClientConnectionException;

/**
 * The logs of a contract, however few blocks a node answers for at once. Blocking; not thread-safe.
 */
final class ContractLogs {

  /** A window that was halved is the widest that is answered, as a rule. */
  private static final int ANSWERS_TO_GROW = 32;

  /** What is done with a log. */
  @FunctionalInterface
  interface Taker {
    void take(Log log) throws IOException;
  }

  private final Web3j web3j;
  private final Address contract;

  ContractLogs(Web3j web3j, Address contract) {
    this.web3j = web3j;
    this.contract = contract;
  }

  /** Number of the newest block. */
  long latest() throws IOException {
    return RpcAnchorChain.require(web3j.ethBlockNumber().send()).getBlockNumber().longValue();
  }

  /**
   * Reads logs in the order of the chain.
   *
   * @param first the first block
   * @param latest the last block
   * @param topics says which, by adding topics to each filter
   * @throws IOException when the node does not answer, or with other logs
   */
  void read(long first, long latest, Consumer<EthFilter> topics, Taker taker) throws IOException {
    // Nodes limit blocks, results and time in ways that they don't tell.
    long next = first;
    long window = latest - next + 1;
    int answers = 0;
    while (next <= latest) {
      long last = Math.min(latest, next + window - 1);
      switch (ask(next, last, topics)) {
        case Answer.Logs(List<Log> logs) -> {
          for (Log log : logs) {
            if (!log.getAddress().toLowerCase(Locale.ROOT).equals(contract.toString())) {
              throw unasked();
            }
            taker.take(log);
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
  }

  private sealed interface Answer {
    record Logs(List<Log> logs) implements Answer {}

    /** Fewer blocks may do. */
    record Refused(String reason) implements Answer {}
  }

  private Answer ask(long from, long to, Consumer<EthFilter> topics) throws IOException {
    EthFilter filter = new EthFilter(block(from), block(to), contract.toString());
    topics.accept(filter);
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

  /** Refuses a log that does not have so many topics. */
  static void requireTopics(Log log, int topics) throws IOException {
    if (log.getTopics().size() != topics) {
      throw unasked();
    }
  }

  private static IOException unasked() {
    return new IOException("its logs are not those that it was asked for");
  }

  /** A number of a period or block. */
  static long number(BigInteger value) throws IOException {
    if (value.bitLength() >= Long.SIZE) {
      throw new IOException("no number of a period or block in its logs: " + value);
    }
    return value.longValue();
  }

  /** Of blocks with the same time the first; times never decrease. */
  long firstBlockAt(long time, long latest) throws IOException {
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
