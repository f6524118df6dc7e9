package dev.quittance.platform.keys;

import dev.quittance.platform.config.ShownUrl;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.keys.SigningResult.Cause;
import dev.quittance.platform.keys.SigningResult.Failed;
import dev.quittance.platform.keys.SigningResult.Signed;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Keys in another process, asked over HTTP with Web3Signer's {@code eth1} API.
 *
 * <p>It blocks, so it is called from virtual threads and never from a stream thread. What it
 * answers is believed only when it recovers to the address that was asked for. A request is
 * repeated where that may help; after many failures no more are made for a while. What it holds is
 * read once, when it is opened. Safe for any number of threads.
 */
public final class RemoteSigner implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final long FIRST_PAUSE_MS = 50;
  private static final Duration OPEN_CIRCUIT = Duration.ofSeconds(1);
  private static final int CIRCUIT_WINDOW = 50;

  private final Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
  private final RemoteSignerSettings settings;
  private final BlockingHttp http;
  private final Map<String, String> headers;
  private final Semaphore inFlight;
  private final CircuitBreaker circuit;
  private final Map<Address, String> identifiers;

  private RemoteSigner(RemoteSignerSettings settings, BlockingHttp http) throws IOException {
    this.settings = settings;
    this.http = http;
    this.headers = headers(settings);
    this.inFlight = new Semaphore(settings.inFlight());
    this.circuit =
        CircuitBreaker.of(
            "remote-signer",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(CIRCUIT_WINDOW)
                .minimumNumberOfCalls(CIRCUIT_WINDOW / 2)
                .failureRateThreshold(80)
                .waitDurationInOpenState(OPEN_CIRCUIT)
                .permittedNumberOfCallsInHalfOpenState(3)
                .build());
    this.identifiers =
        Web3SignerApi.identifiers(
            http.send(HttpMethod.GET, settings.url() + Web3SignerApi.PUBLIC_KEYS, headers, null));
  }

  /**
   * Reaches the signer and reads which addresses it holds.
   *
   * @throws IOException when it can't be reached or used; says what to do
   */
  public static RemoteSigner open(RemoteSignerSettings settings) throws IOException {
    BlockingHttp http =
        new BlockingHttp(
            settings.timeoutMs(),
            options(settings),
            new PoolOptions().setHttp1MaxSize(settings.inFlight()));
    try {
      return new RemoteSigner(settings, http);
    } catch (IOException e) {
      http.close();
      throw new IOException(
          "the remote signer at "
              + ShownUrl.of(settings.url())
              + " can't be used: "
              + e.getMessage()
              + "; start it, or correct keys.remote",
          e);
    }
  }

  /** The addresses that it signs for. */
  public Set<Address> addresses() {
    return Set.copyOf(identifiers.keySet());
  }

  /** Whether it signs for an address. */
  public boolean holds(Address address) {
    return identifiers.containsKey(address);
  }

  /**
   * A signature over keccak-256 of a message. For typed data the message is {@code 0x19 0x01 ‖
   * domain separator ‖ struct hash}, so that the signature is one over its EIP-712 digest.
   *
   * @throws InterruptedException when it is no longer wanted
   */
  public SigningResult sign(Address address, byte[] message) throws InterruptedException {
    SigningResult result = attempt(address, message);
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      if (!(result instanceof Failed failed) || !failed.cause().isPassing()) {
        return result;
      }
      pause(FIRST_PAUSE_MS << attempt);
      result = attempt(address, message);
    }
    return result;
  }

  /** Gives up its connections. */
  @Override
  public void close() {
    http.close();
  }

  private SigningResult attempt(Address address, byte[] message) throws InterruptedException {
    String identifier = identifiers.get(address);
    if (identifier == null) {
      return new Failed(Cause.NOT_HELD, "it did not list a key of " + address);
    }
    inFlight.acquire();
    try {
      if (!circuit.tryAcquirePermission()) {
        return new Failed(Cause.CIRCUIT_OPEN, "too many requests to it failed; it is left alone");
      }
      long startNs = System.nanoTime();
      SigningResult result = ask(identifier, address, message);
      count(result, System.nanoTime() - startNs);
      return result;
    } finally {
      inFlight.release();
    }
  }

  private SigningResult ask(String identifier, Address address, byte[] message)
      throws InterruptedException {
    try {
      return Web3SignerApi.signature(
          signatures,
          http.send(
              HttpMethod.POST,
              settings.url() + Web3SignerApi.SIGN + identifier,
              headers,
              Web3SignerApi.request(message)),
          message,
          address);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        circuit.releasePermission();
        throw new InterruptedException("called off: " + e.getMessage());
      }
      return new Failed(Cause.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  /** Only what says something about the signer as a whole opens the circuit. */
  private void count(SigningResult result, long tookNs) {
    switch (result) {
      case Signed _ -> circuit.onSuccess(tookNs, TimeUnit.NANOSECONDS);
      case Failed(Cause cause, String reason) -> {
        switch (cause) {
          case UNAVAILABLE, INVALID_ANSWER ->
              circuit.onError(tookNs, TimeUnit.NANOSECONDS, new IOException(reason));
          case NOT_HELD, REFUSED, CIRCUIT_OPEN -> circuit.onSuccess(tookNs, TimeUnit.NANOSECONDS);
        }
      }
    }
  }

  private static void pause(long atMostMs) throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextLong(atMostMs / 2, atMostMs + 1));
  }

  private static Map<String, String> headers(RemoteSignerSettings settings) throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json");
    if (settings.credentials().isPresent()) {
      var file = settings.credentials().get();
      String line = Files.readString(file).lines().findFirst().orElse("");
      if (!line.contains(":")) {
        throw new IOException("the first line of " + file + " is not user:password");
      }
      headers.put(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8)));
    }
    return Map.copyOf(headers);
  }

  private static WebClientOptions options(RemoteSignerSettings settings) {
    WebClientOptions options = new WebClientOptions();
    options.setConnectTimeout(settings.timeoutMs());
    settings
        .trust()
        .ifPresent(
            pem -> options.setTrustOptions(new PemTrustOptions().addCertPath(pem.toString())));
    settings
        .client()
        .ifPresent(client ->
            options.setKeyCertOptions(
                new PemKeyCertOptions()
                    .setCertPath(client.certificate().toString())
                    .setKeyPath(client.key().toString())));
    return options;
  }
}
