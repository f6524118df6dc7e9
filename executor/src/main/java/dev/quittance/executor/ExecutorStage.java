package dev.quittance.executor;

import dev.quittance.executor.domain.RetryPolicy;
import dev.quittance.executor.domain.admission.AdmissionLimits;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;

/** Turns plans into executions. */
public final class ExecutorStage implements Stage {
  @Override
  public String name() {
    return "executor";
  }

  @Override
  public RunningStage start(StageContext context) {
    return StreamsApp.start(
        name(),
        ExecutorTopology.of(
            context.serdes(),
            context.blobs(),
            context.keys().houseAgent().address(),
            AdmissionLimits.DEFAULT,
            RetryPolicy.DEFAULT),
        context.streams(),
        context.onFailure());
  }
}
