package dev.quittance.market.gigent;

import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import java.util.List;

/** The intakes and heartbeats of all agents at one back end. */
record GigentIntake(RunningParts agents, GigentApi api) implements RunningStage {
  @Override
  public String name() {
    return agents.name();
  }

  @Override
  public Readiness readiness() {
    return agents.readiness();
  }

  @Override
  public List<RunningStage> parts() {
    return agents.parts();
  }

  @Override
  public void close() {
    agents.close();
    api.close();
  }
}
