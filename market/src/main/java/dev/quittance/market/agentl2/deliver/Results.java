package dev.quittance.market.agentl2.deliver;

import dev.quittance.market.Outputs;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;

/**
 * Puts results where the marketplace's people can read them.
 *
 * <p>What is stored is the output's own bytes: its SHA-256 is the {@code outputHash} of its
 * receipt, and its Keccak-256 the {@code resultHash} that goes on the chain, as AgentL2's runtime
 * takes it of the content.
 */
public final class Results {
  private final Outputs outputs;
  private final BlobStore blobs;
  private final Optional<String> baseUrl;

  /**
   * A result in its place.
   *
   * @param uri where its bytes are
   * @param hash their Keccak-256
   */
  public record Placed(String uri, Bytes hash) {}

  /**
   * Places results.
   *
   * @param baseUrl where this process's results are reached; empty where the store has URIs
   */
  public Results(Outputs outputs, BlobStore blobs, Optional<String> baseUrl) {
    this.outputs = outputs;
    this.blobs = blobs;
    this.baseUrl = baseUrl;
  }

  /**
   * Stores a result and says where it is; the same each time.
   *
   * @throws IOException if it can't be read or stored now
   */
  Placed place(Bytes32 sha256, long keptAfterMs) throws IOException {
    byte[] output = output(sha256, keptAfterMs);
    try {
      return new Placed(uri(sha256, output), Keccak256.hash(output).toBytes());
    } catch (UncheckedIOException e) {
      throw new IOException("the blob store takes nothing: " + e.getMessage(), e);
    }
  }

  private String uri(Bytes32 sha256, byte[] output) {
    if (baseUrl.isPresent()) {
      blobs.publish(publication(sha256), output);
      return baseUrl.get() + "/v1/results/" + sha256;
    }
    blobs.put(output);
    return blobs
        .uriOf(sha256.toByteArray())
        .map(URI::toString)
        .orElse("urn:sha256:" + sha256.toString().substring(2));
  }

  /** A result that was placed to be served here; others of the store are nobody's business. */
  public Optional<byte[]> published(Bytes32 sha256) {
    return blobs.published(publication(sha256));
  }

  private static String publication(Bytes32 sha256) {
    return "market-results/" + sha256.toString().substring(2);
  }

  private byte[] output(Bytes32 sha256, long keptAfterMs) throws IOException {
    try {
      return outputs
          .of(sha256, keptAfterMs)
          .orElseThrow(() -> new IOException("the output " + sha256 + " is kept nowhere"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
