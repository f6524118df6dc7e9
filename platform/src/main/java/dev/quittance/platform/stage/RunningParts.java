package dev.quittance.platform.stage;

import java.util.List;

/** Parts of a stage as one: ready when all are, closed in reverse order. */
public record RunningParts(String name, List<RunningStage> parts) implements RunningStage {

  public RunningParts {
    parts = parts.stream().flatMap(part -> part.parts().stream()).toList();
  }

  /** The first part's that is not ready. */
  @Override
  public Readiness readiness() {
    return parts.stream()
        .map(RunningStage::readiness)
        .filter(Readiness.NotReady.class::isInstance)
        .findFirst()
        .orElseGet(Readiness::ready);
  }

  @Override
  public void close() {
    parts.reversed().forEach(RunningStage::close);
  }
}
