package dev.quittance.platform.blob;

import java.util.Optional;

/**
 * Content-addressed storage of payloads: results, large inputs.
 *
 * <p>A payload is durable when {@link #put} returns, so that a record may cite it. Implementations
 * are safe for any number of threads and processes. I/O failures are {@link
 * java.io.UncheckedIOException}, and those that pass {@link BlobStoreUnavailable}.
 */
public interface BlobStore {
  /** Stores a payload and returns its SHA-256; storing the same payload again changes nothing. */
  byte[] put(byte[] payload);

  /** The payload with this SHA-256, verified on read; empty when there is none. */
  Optional<byte[]> get(byte[] sha256);

  /** Whether a payload with this SHA-256 is stored. */
  boolean contains(byte[] sha256);
}
