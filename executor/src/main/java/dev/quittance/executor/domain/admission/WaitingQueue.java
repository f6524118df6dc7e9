package dev.quittance.executor.domain.admission;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Attempts that wait for permits of the same tenant, agent and provider, in order of arrival: if
 * the first can't begin, none can, so it is the only one that is ever looked at. Not thread-safe.
 */
final class WaitingQueue {
  private final String tenant;
  private final List<Gate> gates;
  private final NavigableMap<Long, Admission> waiting = new TreeMap<>();
  private Gate standsBefore;

  /**
   * @param gates every gate that its attempts have to pass
   */
  WaitingQueue(String tenant, List<Gate> gates) {
    this.tenant = tenant;
    this.gates = List.copyOf(gates);
    this.standsBefore = this.gates.getFirst();
    this.gates.forEach(Gate::queueOpened);
  }

  /** Nobody waits here any more, and nobody will. */
  void close() {
    gates.forEach(Gate::queueClosed);
  }

  String tenant() {
    return tenant;
  }

  long headArrival() {
    return waiting.firstKey();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Adds an attempt, which stands last however old it is. */
  void add(Admission admission) {
    waiting.put(admission.arrival(), admission);
    if (waiting.size() == 1) {
      standBeforeAFullGate();
    } else if (waiting.firstKey() == admission.arrival()) {
      throw new IllegalStateException("an attempt arrived before those that wait: " + admission);
    }
  }

  /** Takes an attempt out that no longer wants to begin. */
  void withdraw(Admission admission) {
    if (headArrival() == admission.arrival()) {
      standsBefore.remove(this);
      waiting.remove(admission.arrival());
      if (!waiting.isEmpty()) {
        standsBefore.add(this);
      }
    } else {
      waiting.remove(admission.arrival());
    }
  }

  /** Whether the first may begin. */
  boolean fits() {
    return gates.stream().allMatch(Gate::hasRoom);
  }

  /** Gives the first its permits. */
  Admission admitHead() {
    standsBefore.remove(this);
    standsBefore.endTurn(tenant);
    Admission granted = waiting.pollFirstEntry().getValue().grant();
    gates.forEach(Gate::take);
    if (!waiting.isEmpty()) {
      standBeforeAFullGate();
    }
    return granted;
  }

  /** Finds a gate without room, since the one before which it stands may have some. */
  void moveOn() {
    standsBefore.remove(this);
    standBeforeAFullGate();
  }

  /** It stays where it is if all have room: whoever opened that gate has not yet finished. */
  private void standBeforeAFullGate() {
    for (Gate gate : gates) {
      if (!gate.hasRoom()) {
        standsBefore = gate;
        break;
      }
    }
    standsBefore.add(this);
  }

  @Override
  public String toString() {
    return "queue of " + tenant + " for " + gates.stream().map(Gate::limit).toList();
  }
}
