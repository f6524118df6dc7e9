package dev.quittance.market.agentrunner;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All receipts that came, in the order in which they came; what came again counts where it came
 * first. Built from {@code foreign-receipts} alone, so every process has the same. Thread-safe.
 */
final class Arrivals {
  private final List<ArrivedReceipt> inOrder = new ArrayList<>();
  private final Map<Bytes32, ArrivedReceipt> byLeaf = new HashMap<>();
  private final Map<String, ArrivedReceipt> byTask = new HashMap<>();

  /** The next one of the topic. */
  synchronized void add(ArrivedReceipt receipt) {
    if (byLeaf.putIfAbsent(receipt.leaf(), receipt) == null) {
      inOrder.add(receipt);
      byTask.put(receipt.taskId(), receipt);
    }
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

  /** How many there are. */
  synchronized int size() {
    return inOrder.size();
  }
}
