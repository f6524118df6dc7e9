package dev.quittance.auditor.chain;

import dev.quittance.contracts.abi.ReceiptAnchor;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.web3j.abi.EventEncoder;
import org.web3j.protocol.Service;
import tools.jackson.databind.JsonNode;

/** A node in memory with blocks and the logs of contracts, and with limits as nodes have them. */
final class FakeNode extends Service {
  private static final String WORD = "%064x";

  private record Event(long block, String address, List<String> topics, String json) {

    /** Whether it is of a contract, and has at each place one of the topics asked for, if any. */
    boolean isAskedFor(JsonNode filter) {
      JsonNode asked = filter.path("topics");
      return isOneOf(address, filter.path("address"))
          && IntStream.range(0, asked.size())
              .allMatch(i -> i < topics.size() && isOneOf(topics.get(i), asked.path(i)));
    }

    private static boolean isOneOf(String value, JsonNode asked) {
      return asked.isNull()
          || (asked.isArray()
              ? IntStream.range(0, asked.size())
                  .anyMatch(i -> asked.path(i).asString().equals(value))
              : asked.asString().equals(value));
    }
  }

  /** A question for logs. */
  record Asked(long from, long to) {
    long blocks() {
      return to - from + 1;
    }
  }

  private final Address contract;
  private final List<Event> events = new ArrayList<>();
  final List<Asked> asked = new ArrayList<>();
  final List<Long> times = new ArrayList<>();
  private int anchored;
  long mostBlocks = Long.MAX_VALUE;
  int mostResults = Integer.MAX_VALUE;
  long keepsFrom;

  /** Blocks from this one on are refused, as by a node that lags behind the one asked before. */
  long refusedFrom = Long.MAX_VALUE;

  /** What it does with a question that is beyond its limits. */
  Refusal refusal = () -> Optional.of("{\"code\":-32005,\"message\":\"too many blocks\"}");

  /** Gives an error's JSON, or fails as transports do. */
  @FunctionalInterface
  interface Refusal {
    Optional<String> refuse() throws IOException;
  }

  FakeNode(Address contract) {
    super(false);
    this.contract = contract;
  }

  /** The newest block. */
  long latest() {
    return times.size() - 1L;
  }

  void block(long time) {
    times.add(time);
  }

  /** The next period is anchored in the newest block. */
  void anchor() {
    add(
        EventEncoder.encode(ReceiptAnchor.ANCHORED_EVENT),
        List.of("0x" + WORD.formatted(anchored), Bytes32.ZERO.toString()),
        "0x" + WORD.formatted(32) + WORD.formatted(0));
    anchored++;
  }

  int anchored() {
    return anchored;
  }

  /** A handover in the newest block. */
  OperatorChange change(Address previous, Address next) {
    String hash =
        add(
            EventEncoder.encode(ReceiptAnchor.OPERATORCHANGED_EVENT),
            List.of(word(previous), word(next)),
            "0x" + WORD.formatted(anchored));
    return new OperatorChange(previous, next, anchored, latest(), Bytes32.fromHex(hash));
  }

  /** An address as a word of 32 bytes. */
  static String word(Address address) {
    return "0x" + "0".repeat(24) + address.toString().substring(2);
  }

  private String add(String event, List<String> indexed, String data) {
    return add(contract, event, indexed, data);
  }

  /** An event of any contract in the newest block; gives the hash of its transaction. */
  String add(Address emitter, String event, List<String> indexed, String data) {
    String hash = "0x" + WORD.formatted(0xabc000 + events.size());
    List<String> topics = Stream.concat(Stream.of(event), indexed.stream()).toList();
    events.add(
        new Event(
            latest(),
            emitter.toString(),
            topics,
            """
            {"address":"%s","topics":["%s"],"data":"%s","blockNumber":"0x%x",\
            "transactionHash":"%s","removed":false}\
            """
                .formatted(emitter, String.join("\",\"", topics), data, latest(), hash)));
    return hash;
  }

  @Override
  protected InputStream performIO(String payload) throws IOException {
    JsonNode question = objectMapper.readTree(payload);
    JsonNode parameter = question.path("params").path(0);
    String answer =
        switch (question.path("method").asString()) {
          case "eth_blockNumber" -> result("\"0x%x\"".formatted(latest()));
          case "eth_getBlockByNumber" -> result(block(number(parameter)));
          case "eth_getLogs" ->
              logs(
                  new Asked(number(parameter.path("fromBlock")), number(parameter.path("toBlock"))),
                  parameter);
          default -> throw new IllegalArgumentException(payload);
        };
    return new ByteArrayInputStream(
        "{\"jsonrpc\":\"2.0\",\"id\":1,%s}".formatted(answer).getBytes(StandardCharsets.UTF_8));
  }

  private String block(int number) {
    return "{\"number\":\"0x%x\",\"timestamp\":\"0x%x\"}".formatted(number, times.get(number));
  }

  private String logs(Asked question, JsonNode filter) throws IOException {
    asked.add(question);
    List<Event> found =
        events.stream()
            .filter(event -> event.block() >= Math.max(keepsFrom, question.from()))
            .filter(event -> event.block() <= question.to())
            .filter(event -> event.isAskedFor(filter))
            .toList();
    if (question.blocks() > mostBlocks
        || found.size() > mostResults
        || question.to() >= refusedFrom) {
      Optional<String> error = refusal.refuse();
      if (error.isPresent()) {
        return "\"error\":" + error.get();
      }
    }
    return result(found.stream().map(Event::json).collect(Collectors.joining(",", "[", "]")));
  }

  private static String result(String json) {
    return "\"result\":" + json;
  }

  private static int number(JsonNode quantity) {
    return Integer.decode(quantity.asString());
  }

  @Override
  public void close() {}
}
