package dev.quittance.planner;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.schemas.Topics;

/** Turns accepted orders into plans or refusals. */
public final class PlannerStage implements Stage {
  @Override
  public String name() {
    return "planner";
  }

  @Override
  public StageAccess access() {
    return StageAccess.none()
        .consuming(Topics.ORDERS, Topics.DAY_CAP_REQUESTS)
        .emitting(Topics.PLANS, Topics.EXECUTIONS, Topics.DAY_CAP_REQUESTS, Topics.ORDERS);
  }

  @Override
  public RunningStage start(StageContext context) {
    DeadLetterOffice office = context.deadLetters(name());
    return StreamsApp.start(
        name(),
        PlannerTopology.of(
            context.serdes(),
            context.catalogue()::snapshot,
            context.keys().houseAgent().address(),
            office),
        context.streams(),
        office,
        context.onFailure());
  }
}
