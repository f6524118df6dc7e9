package dev.quittance.embedded;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Raw HTTP to the registry and the devnet. */
final class Rpc {
  /** The first two accounts of anvil's test mnemonic. */
  static final String ALICE = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

  static final String BOB = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";

  private Rpc() {}

  /** Calls a JSON-RPC method; parameters are JSON. Returns the answer's body. */
  static String call(EmbeddedChain chain, String method, String parameters) {
    return post(
        chain.rpcUrl(),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}"
            .formatted(method, parameters));
  }

  static long blockNumber(EmbeddedChain chain) {
    return Long.parseLong(
        field(call(chain, "eth_blockNumber", ""), "\"result\":\"0x([0-9a-f]+)\""), 16);
  }

  /** Sends one wei and returns the transaction's hash. */
  static String sendWei(EmbeddedChain chain) {
    String sent =
        call(
            chain,
            "eth_sendTransaction",
            "{\"from\":\"%s\",\"to\":\"%s\",\"value\":\"0x1\"}".formatted(ALICE, BOB));
    return field(sent, "\"result\":\"(0x[0-9a-f]{64})\"");
  }

  /** Returns the block of the transaction's receipt, or -1 while it is not mined. */
  static long blockOf(EmbeddedChain chain, String hash) {
    String receipt = call(chain, "eth_getTransactionReceipt", "\"" + hash + "\"");
    return receipt.contains("\"result\":null")
        ? -1
        : Long.parseLong(field(receipt, "\"blockNumber\":\"0x([0-9a-f]+)\""), 16);
  }

  /** What the registry says about a schema. */
  record SchemaIds(String globalId, String contentId) {}

  /** Registers a one-field Avro record in group default, or finds it there. */
  static SchemaIds register(EmbeddedRegistry registry, String name) {
    String body =
        """
        {"artifactId":"%1$s","artifactType":"AVRO","firstVersion":{"content":{
          "contentType":"application/json",
          "content":"{\\"type\\":\\"record\\",\\"name\\":\\"%1$s\\",\\"fields\\":[{\\"name\\":\\"id\\",\\"type\\":\\"string\\"}]}"}}}
        """
            .formatted(name);
    String answer =
        post(registry.url() + "/groups/default/artifacts?ifExists=FIND_OR_CREATE_VERSION", body);
    return new SchemaIds(
        field(answer, "\"globalId\":(\\d+)"), field(answer, "\"contentId\":(\\d+)"));
  }

  private static String post(String url, String body) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new AssertionError("No answer from " + url, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String field(String json, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("No " + pattern + " in " + json);
    }
    return matcher.group(1);
  }
}
