package dev.quittance.executor.domain.admission;

import java.util.List;
import java.util.Optional;

/**
 * What changes.
 *
 * @param kept what is to be stored, under its id; what is granted was granted by this decision
 * @param removed what is to be forgotten
 */
public record AdmissionDecision(List<Admission> kept, Optional<AttemptId> removed) {
  static final AdmissionDecision NOTHING = new AdmissionDecision(List.of(), Optional.empty());

  /** Keeps an immutable copy. */
  public AdmissionDecision {
    kept = List.copyOf(kept);
  }

  /** The attempts that may begin now. */
  public List<Admission> grants() {
    return kept.stream().filter(Admission::granted).toList();
  }
}
