package dev.quittance.market.agentrunner;

import dev.quittance.receipts.crypto.Bytes32;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The receipts that came last, as many as there is memory for, in the order in which they came;
 * what came again counts where it came first. Built from {@code foreign-receipts} alone, so every
 * process with the same bound has the same. Thread-safe.
 */
final class Arrivals {
  private final long mostBytes;
  private final Deque<ArrivedReceipt> inOrder = new ArrayDeque<>();
  private final Map<Bytes32, ArrivedReceipt> byLeaf = new HashMap<>();
  private final Map<String, ArrivedReceipt> byTask = new HashMap<>();
  private long bytes;
  private LocalDate lastGone = LocalDate.MIN;

  /**
   * Empty.
   *
   * @param mostBytes of memory, beyond which the oldest receipts are let go
   */
  Arrivals(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The next one of the topic. */
  synchronized void add(ArrivedReceipt receipt) {
    if (byLeaf.putIfAbsent(receipt.leaf(), receipt) != null) {
      return;
    }
    inOrder.addLast(receipt);
    byTask.put(receipt.taskId(), receipt);
    bytes += receipt.memoryBytes();
    while (bytes > mostBytes && inOrder.size() > 1) {
      letGo(inOrder.removeFirst());
    }
  }

  private void letGo(ArrivedReceipt oldest) {
    byLeaf.remove(oldest.leaf());
    byTask.remove(oldest.taskId(), oldest);
    bytes -= oldest.memoryBytes();
    lastGone = oldest.day().isAfter(lastGone) ? oldest.day() : lastGone;
  }

  /** Whether all receipts of a day are held that came so far. */
  synchronized boolean isWhole(LocalDate day) {
    return day.isAfter(lastGone);
  }

  /** Whether none was let go. */
  synchronized boolean isComplete() {
    return lastGone.equals(LocalDate.MIN);
  }

  /** The receipt with this leaf. */
  synchronized Optional<ArrivedReceipt> byLeaf(Bytes32 leaf) {
    return Optional.ofNullable(byLeaf.get(leaf));
  }

  /** The latest receipt of a task. */
  synchronized Optional<ArrivedReceipt> byTask(String taskId) {
    return Optional.ofNullable(byTask.get(taskId));
  }

  /** Those that fit, in order. */
  synchronized List<ArrivedReceipt> where(Predicate<ArrivedReceipt> condition) {
    return inOrder.stream().filter(condition).toList();
  }

  /** How many are held. */
  synchronized int size() {
    return inOrder.size();
  }
}
