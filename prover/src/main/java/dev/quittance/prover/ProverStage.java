package dev.quittance.prover;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.Topics;

/** Writes one signed receipt for each execution. */
public final class ProverStage implements Stage {
  @Override
  public String name() {
    return "prover";
  }

  @Override
  public StageAccess access() {
    return StageAccess.none()
        .consuming(Topics.EXECUTIONS)
        .emitting(Topics.RECEIPTS, Topics.RECEIPT_DETAILS, Topics.EXECUTIONS)
        .following(Topics.RECEIPTS);
  }

  @Override
  public RunningStage start(StageContext context) {
    ReceiptDomain domain = context.line().log().domain();
    LaneEnds laneEnds =
        LaneEnds.of(context.kafka(), AcceptedSchemas.codec(context.line().rules()), domain);
    DeadLetterOffice office = context.deadLetters(name());
    return StreamsApp.start(
        name(),
        ProverTopology.of(context.serdes(), domain, context.keys(), laneEnds, office),
        context.streams(),
        office,
        context.onFailure());
  }
}
