package dev.quittance.platform.blob;

import java.net.URI;
import java.util.Optional;

/**
 * Content-addressed storage of payloads (results, large inputs), and of what is public under a name
 * of its own: the log's tiles.
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

  /**
   * Where others read a payload: {@code file}, {@code http(s)} or {@code ipfs}. It is there when
   * this returns, and read back, so this may wait for a network: never on a stream thread. The same
   * payload keeps its URI.
   *
   * @return empty when the payload is not stored, or nobody else can read the store
   */
  default Optional<URI> uriOf(byte[] sha256) {
    return Optional.empty();
  }

  /**
   * Stores what has a name for ever; durable when this returns. What is there is never replaced.
   *
   * @param name parts of {@code a-z 0-9 . _ -} with slashes between them, none begins with a dot
   */
  Publication publish(String name, byte[] content);

  /** What was published under a name; empty when nothing was. */
  Optional<byte[]> published(String name);

  /** What became of content that was to be published. */
  enum Publication {
    /** It is stored. */
    STORED,
    /** The same was there. */
    SAME,
    /** Something else was there, and still is. */
    DIFFERENT
  }
}
