package dev.quittance.executor;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.blob.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Payloads in memory, as long as the disk is not full. Thread-safe. */
public final class MemoryBlobs implements BlobStore {
  private final Map<Hash32, byte[]> payloads = new ConcurrentHashMap<>();
  private volatile boolean isFull;

  /** From now on nothing can be stored, or can be again. */
  public void setFull(boolean full) {
    isFull = full;
  }

  /** Of what is stored. */
  public Set<Hash32> hashes() {
    return Set.copyOf(payloads.keySet());
  }

  @Override
  public byte[] put(byte[] payload) {
    if (isFull) {
      throw new UncheckedIOException(new IOException("No space left on device"));
    }
    Hash32 hash = Hash32.sha256(payload);
    payloads.put(hash, payload.clone());
    return hash.bytes();
  }

  @Override
  public Optional<byte[]> get(byte[] sha256) {
    return Optional.ofNullable(payloads.get(Hash32.of(sha256))).map(byte[]::clone);
  }

  @Override
  public boolean contains(byte[] sha256) {
    return payloads.containsKey(Hash32.of(sha256));
  }

  @Override
  public Publication publish(String name, byte[] content) {
    throw new UnsupportedOperationException("payloads only");
  }

  @Override
  public Optional<byte[]> published(String name) {
    throw new UnsupportedOperationException("payloads only");
  }
}
