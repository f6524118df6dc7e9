package dev.quittance.platform.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Executors;

/** An RPC that hands questions on to an honest one, and does not always hand its answers back. */
public final class FalseRpc implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String honest;
  private final Lie lie;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /** What it does. */
  public enum Lie {
    /** It serves another chain. */
    IS_ANOTHER_CHAIN,
    /** What it calls final is long past. */
    LAGS,
    /** It shows every transaction in a final block, mined or not. */
    SHOWS_ALL_AS_MINED,
    /** It takes transactions and drops them. */
    DROPS_TRANSACTIONS,
    /** It shows no transaction in any block. */
    SHOWS_NONE_AS_MINED,
    /** It answers with HTTP 500. */
    FAILS
  }

  private FalseRpc(String honest, Lie lie, HttpServer server) {
    this.honest = honest;
    this.lie = lie;
    this.server = server;
  }

  /** Starts it in front of an honest RPC. */
  public static FalseRpc inFrontOf(String honest, Lie lie) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FalseRpc rpc = new FalseRpc(honest, lie, server);
    server.createContext("/", rpc::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return rpc;
  }

  /** Its address. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode question = JSON.readTree(exchange.getRequestBody().readAllBytes());
      byte[] answer = JSON.writeValueAsBytes(answer(question));
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(lie == Lie.FAILS ? 500 : 200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private JsonNode answer(JsonNode question) throws IOException {
    String method = question.path("method").asText();
    return switch (lie) {
      case IS_ANOTHER_CHAIN ->
          method.equals("eth_chainId") ? result(question, JSON.valueToTree("0x5")) : ask(question);
      case LAGS ->
          question.toString().contains("finalized")
              ? ask(JSON.readTree(question.toString().replace("finalized", "0x0")))
              : ask(question);
      case SHOWS_ALL_AS_MINED ->
          method.equals("eth_getTransactionReceipt") ? mined(question) : ask(question);
      case SHOWS_NONE_AS_MINED ->
          method.equals("eth_getTransactionReceipt")
              ? result(question, JSON.nullNode())
              : ask(question);
      case DROPS_TRANSACTIONS ->
          method.equals("eth_sendRawTransaction")
              ? result(question, JSON.valueToTree("0x" + "00".repeat(32)))
              : ask(question);
      case FAILS -> result(question, JSON.nullNode());
    };
  }

  /** A receipt in the first block, which is final everywhere. */
  private JsonNode mined(JsonNode question) {
    ObjectNode receipt = JSON.createObjectNode();
    receipt.set("transactionHash", question.path("params").path(0));
    receipt.put("transactionIndex", "0x0");
    receipt.put("blockNumber", "0x0");
    receipt.put("blockHash", "0x" + "11".repeat(32));
    receipt.put("gasUsed", "0x1");
    receipt.put("cumulativeGasUsed", "0x1");
    receipt.put("status", "0x1");
    receipt.putArray("logs");
    return result(question, receipt);
  }

  private static ObjectNode result(JsonNode question, JsonNode result) {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("jsonrpc", "2.0");
    answer.set("id", question.path("id"));
    answer.set("result", result);
    return answer;
  }

  private JsonNode ask(JsonNode question) throws IOException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(honest))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)))
              .build();
      return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
