package dev.quittance.executor.domain.admission;

import dev.quittance.executor.domain.admission.AdmissionCommand.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every attempt that holds permits or waits for them, with the indexes that keep a decision cheap.
 *
 * <p>Unlike other states it is changed in place: it may hold ten thousand attempts, and a copy for
 * each decision would cost more than the decision. It is a function of what was decided so far, and
 * of nothing else. Not thread-safe.
 *
 * <p>What always holds between two decisions: every queue stands before a gate without room, so no
 * attempt waits that could begin, and whatever can begin next stands before one of the gates that
 * an end opens.
 */
public final class AdmissionState {
  private final AdmissionLimits limits;
  private final Map<AttemptId, Admission> admissions = new HashMap<>();
  private final Map<Limit, Gate> gates = new HashMap<>();
  private final Map<List<Limit>, WaitingQueue> queues = new HashMap<>();
  private long arrivals;

  /** Nobody waits, nobody holds a permit. */
  public AdmissionState(AdmissionLimits limits) {
    this.limits = limits;
  }

  /**
   * The state of what was stored; tenants' turns begin anew. Limits may have been others then, so
   * ask {@link AdmissionDecider#resume} what can begin now.
   */
  public static AdmissionState restored(AdmissionLimits limits, Collection<Admission> stored) {
    AdmissionState state = new AdmissionState(limits);
    for (Admission admission : stored) {
      state.arrivals = Math.max(state.arrivals, admission.arrival() + 1);
      if (admission.granted()) {
        state.admissions.put(admission.id(), admission);
        state.gatesOf(admission).forEach(Gate::take);
      }
    }
    inOrderOfArrival(stored).forEach(state::enqueue);
    return state;
  }

  /** Those that wait. */
  private static List<Admission> inOrderOfArrival(Collection<Admission> admissions) {
    return admissions.stream()
        .filter(admission -> !admission.granted())
        .sorted(Comparator.comparingLong(Admission::arrival))
        .toList();
  }

  /** Attempts that hold permits. */
  public int granted() {
    return (int) admissions.values().stream().filter(Admission::granted).count();
  }

  /** Attempts that wait. */
  public int waiting() {
    return admissions.size() - granted();
  }

  boolean isKnown(AttemptId id) {
    return admissions.containsKey(id);
  }

  /** Lets an attempt begin at once, or wait. */
  Admission arrive(Request request) {
    Admission admission =
        new Admission(
            request.id(),
            request.orderId(),
            request.tenant(),
            request.agentId(),
            request.executor(),
            arrivals++,
            false);
    List<Gate> wanted = gatesOf(admission);
    if (wanted.stream().allMatch(Gate::hasRoom)) {
      wanted.forEach(Gate::take);
      return remember(admission.grant());
    }
    enqueue(admission);
    return admission;
  }

  /** Forgets an attempt, and lets those begin that waited for what it held. */
  List<Admission> leave(AttemptId id) {
    Admission gone = admissions.remove(id);
    if (gone == null) {
      return List.of();
    }
    List<Gate> left = gatesOf(gone);
    List<Admission> begun = List.of();
    if (gone.granted()) {
      left.forEach(Gate::giveBack);
      begun = admitAt(left);
    } else {
      WaitingQueue queue = queueOf(gone);
      queue.withdraw(gone);
      dropIfEmpty(gone, queue);
    }
    left.stream().filter(Gate::isIdle).forEach(gate -> gates.remove(gate.limit()));
    return begun;
  }

  /** Lets everything begin that can, in order of arrival. */
  List<Admission> admitAll() {
    List<Admission> begun = new ArrayList<>();
    for (Admission next : inOrderOfArrival(admissions.values())) {
      WaitingQueue queue = queueOf(next);
      if (queue.headArrival() == next.arrival() && queue.fits()) {
        begun.add(admitHead(queue));
      }
    }
    queues.values().forEach(WaitingQueue::moveOn);
    return begun;
  }

  /** Of the queues whose turn it is at these gates, the one that has waited longest goes first. */
  private List<Admission> admitAt(List<Gate> opened) {
    List<Admission> begun = new ArrayList<>();
    for (Optional<WaitingQueue> next = next(opened); next.isPresent(); next = next(opened)) {
      WaitingQueue queue = next.get();
      if (queue.fits()) {
        begun.add(admitHead(queue));
      } else {
        queue.moveOn();
      }
    }
    return begun;
  }

  private Admission admitHead(WaitingQueue queue) {
    Admission granted = remember(queue.admitHead());
    dropIfEmpty(granted, queue);
    return granted;
  }

  private static Optional<WaitingQueue> next(List<Gate> opened) {
    return opened.stream()
        .filter(Gate::hasRoom)
        .flatMap(gate -> gate.next().stream())
        .min(Comparator.comparingLong(WaitingQueue::headArrival));
  }

  private void enqueue(Admission admission) {
    remember(admission);
    queueOf(admission).add(admission);
  }

  private Admission remember(Admission admission) {
    admissions.put(admission.id(), admission);
    return admission;
  }

  private WaitingQueue queueOf(Admission admission) {
    return queues.computeIfAbsent(
        limitsOf(admission), _ -> new WaitingQueue(admission.tenant(), gatesOf(admission)));
  }

  private void dropIfEmpty(Admission last, WaitingQueue queue) {
    if (queue.isEmpty()) {
      queue.close();
      queues.remove(limitsOf(last));
    }
  }

  private List<Gate> gatesOf(Admission admission) {
    return limitsOf(admission).stream()
        .map(limit -> gates.computeIfAbsent(limit, it -> new Gate(it, limits.permits(it))))
        .toList();
  }

  private List<Limit> limitsOf(Admission admission) {
    return List.of(
        new Limit.OfTenant(admission.tenant()),
        new Limit.OfAgent(admission.agentId()),
        new Limit.OfProvider(limits.providerOf().apply(admission.executor())));
  }
}
