package dev.quittance.settler;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.Topics;
import dev.quittance.settler.payout.PayoutClient;
import java.util.List;

/** Settles orders, and pays vendors from the vault once their period can be claimed. */
public final class SettlerStage implements Stage {
  @Override
  public String name() {
    return "settler";
  }

  @Override
  public StageAccess access() {
    return StageAccess.none()
        .consuming(Topics.PLANS, Topics.RECEIPTS)
        .redriving(Topics.PLANS, Topics.RECEIPTS)
        .emitting(Topics.SETTLEMENTS)
        .and(PayoutClient.ACCESS);
  }

  @Override
  public RunningStage start(StageContext context) {
    DeadLetterOffice office = context.deadLetters(name()).ofSecondReader();
    RunningStage topology =
        StreamsApp.start(
            name(),
            SettlerTopology.of(
                context.serdes(),
                context.line().epochs().topics(),
                AcceptedSchemas.codec(context.line().epochs()),
                office),
            context.streams(),
            office,
            context.onFailure());
    try {
      return new RunningParts(name(), List.of(topology, PayoutClient.start(context)));
    } catch (RuntimeException e) {
      topology.close();
      throw e;
    }
  }
}
