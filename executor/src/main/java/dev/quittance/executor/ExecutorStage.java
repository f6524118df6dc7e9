package dev.quittance.executor;

import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.schemas.Topics;

/** Turns plans into executions. */
public final class ExecutorStage implements Stage {
  @Override
  public String name() {
    return "executor";
  }

  @Override
  public StageAccess access() {
    return StageAccess.none()
        .consuming(Topics.PLANS, Topics.RESULTS)
        .emitting(Topics.EXECUTIONS, Topics.TASKS);
  }

  @Override
  public RunningStage start(StageContext context) {
    return StreamsApp.start(
        name(),
        ExecutorTopology.of(
            context.serdes(), context.blobs(), context.keys().houseAgent().address()),
        context.streams(),
        context.onFailure());
  }
}
