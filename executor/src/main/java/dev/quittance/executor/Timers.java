package dev.quittance.executor;

import dev.quittance.executor.domain.RunState;
import dev.quittance.executor.domain.RunTimer;
import dev.quittance.planning.document.Hash32;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The armed timers of a lane, ordered by the time they are due at: the key is dueAt (u64), orderId
 * and the timer's id; the value is empty.
 *
 * <p>Which timers are armed follows from the runs: after each decision, those that the run wants
 * are armed unless they are, and those that it wants no more are taken out. A timer that fired is
 * taken out before it is read, so one that fired too early is armed again when it is read.
 */
final class Timers {
  private static final byte[] EMPTY = new byte[0];
  private static final int HASH_BYTES = 32;

  /** What is fired in one go, so that no transaction grows without bound after a long stop. */
  private static final int MOST_AT_ONCE = 2000;

  private final KeyValueStore<byte[], byte[]> store;

  private Timers(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
  }

  /** The timers of a processor's task. */
  static Timers of(ProcessorContext<byte[], SpecificRecord> context) {
    return new Timers(context.getStateStore(ExecutorTopology.TIMERS));
  }

  /** A timer of an order. */
  record Armed(Hash32 orderId, String timerId, long dueAtMs) {}

  /** Brings the timers of an order in line with its state; writes nothing if they are. */
  void keep(Hash32 orderId, RunState before, RunState after) {
    Set<RunTimer> wanted = after.timers();
    for (RunTimer timer : before.timers()) {
      if (!wanted.contains(timer)) {
        store.delete(key(orderId, timer));
      }
    }
    for (RunTimer timer : wanted) {
      store.putIfAbsent(key(orderId, timer), EMPTY);
    }
  }

  /** Takes out what is due at this time, the earliest first. */
  List<Armed> takeDue(long nowMs) {
    List<byte[]> due = new ArrayList<>();
    byte[] end = ByteBuffer.allocate(Long.BYTES).putLong(nowMs + 1).array();
    try (KeyValueIterator<byte[], byte[]> timers = store.range(new byte[Long.BYTES], end)) {
      while (timers.hasNext() && due.size() < MOST_AT_ONCE) {
        due.add(timers.next().key);
      }
    }
    due.forEach(store::delete);
    return due.stream().map(Timers::armed).toList();
  }

  private static byte[] key(Hash32 orderId, RunTimer timer) {
    byte[] id = timer.id().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + HASH_BYTES + id.length)
        .putLong(timer.dueAtMs())
        .put(orderId.bytes())
        .put(id)
        .array();
  }

  private static Armed armed(byte[] key) {
    Hash32 orderId = Hash32.of(Arrays.copyOfRange(key, Long.BYTES, Long.BYTES + HASH_BYTES));
    int idStart = Long.BYTES + HASH_BYTES;
    String id = new String(key, idStart, key.length - idStart, StandardCharsets.UTF_8);
    return new Armed(orderId, id, ByteBuffer.wrap(key).getLong());
  }
}
