package dev.quittance.market;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The payloads that were read last, so many bytes of them. Safe for any number of threads. */
final class RecentPayloads {
  private final Map<Bytes32, byte[]> payloads = new LinkedHashMap<>(1024, 0.75f, true);
  private final long mostBytes;
  private long bytes;

  RecentPayloads(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  synchronized void put(Bytes32 hash, byte[] payload) {
    if (payloads.put(hash, payload) == null) {
      bytes += payload.length;
    }
    var oldest = payloads.entrySet().iterator();
    while (bytes > mostBytes && oldest.hasNext()) {
      bytes -= oldest.next().getValue().length;
      oldest.remove();
    }
  }

  synchronized Optional<byte[]> get(Bytes32 hash) {
    return Optional.ofNullable(payloads.get(hash));
  }

  synchronized void remove(Bytes32 hash) {
    byte[] removed = payloads.remove(hash);
    bytes -= removed == null ? 0 : removed.length;
  }
}
