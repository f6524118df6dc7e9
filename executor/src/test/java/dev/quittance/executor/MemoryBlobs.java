package dev.quittance.executor;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.blob.BlobStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Payloads in memory. */
final class MemoryBlobs implements BlobStore {
  private final Map<Hash32, byte[]> payloads = new HashMap<>();

  @Override
  public byte[] put(byte[] payload) {
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
