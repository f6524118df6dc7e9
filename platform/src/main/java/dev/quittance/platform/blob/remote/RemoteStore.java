package dev.quittance.platform.blob.remote;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.net.URI;
import java.util.Optional;

/**
 * A store elsewhere, which knows payloads by a URI. It is not believed: who uses it holds what it
 * gives to the SHA-256.
 *
 * <p>Calls block on the network and try again for a while. Any number of threads. What stays down
 * is a {@link dev.quittance.platform.blob.BlobStoreUnavailable}; what is wrong with an answer is an
 * {@link java.io.UncheckedIOException} that names the store, the hash and the URI.
 */
public interface RemoteStore {
  /** Names the store in messages: its kind and address, without secrets. */
  String name();

  /** Names it among those that a line has had: what one holds, another need not. */
  String id();

  /** Stores a payload; the same again does no harm. */
  URI store(Bytes32 sha256, byte[] payload);

  /** What the store has at a URI of its own; empty when it says that there is nothing. */
  Optional<Bytes> fetch(Bytes32 sha256, URI uri);
}
