package dev.quittance.platform.stage;

import java.util.List;

/** Parts of a stage as one: ready when all are, closed in reverse order. */
public record RunningParts(String name, List<RunningStage> parts) implements RunningStage {

  public RunningParts {
    parts = List.copyOf(parts);
  }

  @Override
  public boolean isReady() {
    return parts.stream().allMatch(RunningStage::isReady);
  }

  @Override
  public void close() {
    parts.reversed().forEach(RunningStage::close);
  }
}
