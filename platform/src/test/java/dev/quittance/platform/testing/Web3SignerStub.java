package dev.quittance.platform.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.web3j.crypto.Sign;

/**
 * Web3Signer in its mode {@code eth1}, as its API documentation describes it, with faults on
 * demand: {@code /upcheck}, {@code /api/v1/eth1/publicKeys}, {@code
 * /api/v1/eth1/sign/{identifier}}.
 */
public final class Web3SignerStub implements AutoCloseable {
  /** What it does to a request to sign. */
  public enum Fault {
    NONE,
    /** 500. */
    SERVER_ERROR,
    /** 200 with text that is no signature. */
    GARBAGE,
    /** A signature by another key that it holds, or by a made-up one. */
    WRONG_KEY,
    /** The same signature with n − s and the other v. */
    HIGH_S,
    /** The connection ends without an answer. */
    CUT
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final String SIGN = "/api/v1/eth1/sign/";

  private final Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
  private final HttpServer server;
  private final Map<String, SigningKey> keys = new LinkedHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger mostRunning = new AtomicInteger();
  private volatile long delayMs;
  private volatile Optional<String> authorization = Optional.empty();
  private volatile IntFunction<Fault> faults = _ -> Fault.NONE;

  /** Starts it with these secrets, on a free port of the loopback interface. */
  public Web3SignerStub(List<Bytes32> secrets) {
    for (Bytes32 secret : secrets) {
      BigInteger point = Sign.publicKeyFromPrivate(new BigInteger(1, secret.toByteArray()));
      keys.put("0x%0128x".formatted(point), signatures.key(secret));
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The addresses of its keys, in their order. */
  public List<Address> addresses() {
    return keys.values().stream().map(SigningKey::address).toList();
  }

  /** How long it takes over each signature. */
  public void delay(long ms) {
    delayMs = ms;
  }

  /** What happens to the nth request to sign, from 0. */
  public void faults(IntFunction<Fault> byRequest) {
    faults = byRequest;
  }

  /** The header that every request must have. */
  public void requireAuthorization(String value) {
    authorization = Optional.of(value);
  }

  /** How often it was asked to sign. */
  public int requests() {
    return requests.get();
  }

  /** How many requests to sign it had at the same time, at most. */
  public int mostRunning() {
    return mostRunning.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (authorization.isPresent() && !authorization.get().equals(given)) {
        answer(exchange, 401, "");
      } else if (path.equals("/upcheck")) {
        answer(exchange, 200, "OK");
      } else if (path.equals("/api/v1/eth1/publicKeys")) {
        answer(exchange, 200, JSON.writeValueAsString(new ArrayList<>(keys.keySet())));
      } else if (path.startsWith(SIGN) && exchange.getRequestMethod().equals("POST")) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
          sign(exchange, path.substring(SIGN.length()));
        } finally {
          running.decrementAndGet();
        }
      } else {
        answer(exchange, 404, "");
      }
    }
  }

  private void sign(HttpExchange exchange, String identifier) throws IOException {
    JsonNode body = JSON.readTree(exchange.getRequestBody());
    Fault fault = faults.apply(requests.getAndIncrement());
    pause();
    SigningKey key = keys.get(identifier);
    if (key == null) {
      answer(exchange, 404, "");
      return;
    }
    Bytes32 digest =
        Keccak256.hash(HexFormat.of().parseHex(body.path("data").asText().substring(2)));
    switch (fault) {
      case NONE -> answer(exchange, 200, signatures.sign(digest, key).toString());
      case SERVER_ERROR -> answer(exchange, 500, "");
      case GARBAGE -> answer(exchange, 200, "0xnonsense");
      case WRONG_KEY ->
          answer(exchange, 200, signatures.sign(digest, signatures.key(digest)).toString());
      case HIGH_S -> answer(exchange, 200, highS(signatures.sign(digest, key)));
      // Closing it without headers ends the connection.
      case CUT -> exchange.getRequestBody().close();
    }
  }

  private static String highS(EcdsaSignature signature) {
    byte[] bytes = signature.toBytes().toByteArray();
    BigInteger s = ORDER.subtract(new BigInteger(1, bytes, 32, 32));
    return "0x"
        + HexFormat.of().formatHex(bytes, 0, 32)
        + "%064x".formatted(s)
        + (bytes[64] == 27 ? "1c" : "1b");
  }

  private void pause() {
    try {
      Thread.sleep(delayMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
