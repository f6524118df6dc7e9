package dev.quittance.prover;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.keys.AgentSigner;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.RemoteSignerSettings;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.prover.signing.PendingRequests;
import dev.quittance.prover.signing.SigningWorker;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes one signed receipt for each execution: at once where every key is local, by way of {@code
 * signing-requests} where a remote signer has keys.
 */
public final class ProverStage implements Stage {
  @Override
  public String name() {
    return "prover";
  }

  @Override
  public StageAccess access() {
    return StageAccess.none()
        .consuming(Topics.EXECUTIONS)
        .emitting(
            Topics.RECEIPTS, Topics.RECEIPT_DETAILS, Topics.SIGNING_REQUESTS, Topics.EXECUTIONS)
        .following(Topics.RECEIPTS)
        .and(SigningWorker.ACCESS);
  }

  @Override
  public RunningStage start(StageContext context) {
    return context
        .keys()
        .remote()
        .map(settings -> remote(context, settings))
        .orElseGet(() -> local(context));
  }

  private RunningStage local(StageContext context) {
    PendingRequests pending = pending(context);
    for (int lane = 0; lane < context.line().lanes(); lane++) {
      if (!pending.lastSeqs(lane).isEmpty()) {
        throw new IllegalStateException(
            "lane "
                + lane
                + " has receipts that wait for the remote signer, and keys.remote has no url; start"
                + " the prover with it once more, until none wait");
      }
    }
    return topology(context, new DirectSigning(domain(context), context.keys()), laneEnds(context));
  }

  private RunningStage remote(StageContext context, RemoteSignerSettings settings) {
    AgentSigner signer = open(context.keys());
    SigningWorker worker =
        SigningWorker.start(
            new SigningWorker.Parts(
                context.kafka(),
                context.serdes(),
                domain(context),
                context.line().epoch().topic(),
                signer,
                settings.inFlight(),
                group(context),
                context.streams().instanceId() + "-" + SigningWorker.GROUP),
            context.onFailure());
    try {
      RunningStage topology =
          topology(
              context,
              new DeferredSigning(context.keys(), signer::holds),
              laneEnds(context).and(pending(context)));
      return new RunningParts(name(), List.of(topology, worker));
    } catch (RuntimeException e) {
      worker.close();
      throw e;
    }
  }

  private RunningStage topology(StageContext context, ReceiptMaking making, LaneEnds laneEnds) {
    DeadLetterOffice office = context.deadLetters(name());
    return StreamsApp.start(
        name(),
        ProverTopology.of(
            context.serdes(), context.line().epoch().start(), making, laneEnds, office),
        context.streams(),
        office,
        context.onFailure());
  }

  private static LaneEnds laneEnds(StageContext context) {
    return LaneEnds.of(
        context.kafka(),
        context.line().epoch().topic(),
        AcceptedSchemas.codec(context.line().rules()),
        domain(context));
  }

  private static PendingRequests pending(StageContext context) {
    return new PendingRequests(context.kafka(), context.serdes(), group(context));
  }

  private static String group(StageContext context) {
    return context.streams().applicationId(SigningWorker.GROUP);
  }

  private static ReceiptDomain domain(StageContext context) {
    return context.line().log().domain();
  }

  private static AgentSigner open(Keyring keys) {
    try {
      return AgentSigner.open(keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }
}
