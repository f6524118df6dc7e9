package dev.quittance.executor;

import dev.quittance.executor.domain.RetryPolicy;
import dev.quittance.executor.domain.admission.AdmissionLimits;
import dev.quittance.executor.domain.admission.AdmissionLimits.Permits;
import dev.quittance.executor.worker.ExecutorRegistry;
import dev.quittance.executor.worker.Workers;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.schemas.Topics;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/** Turns plans into executions: walks them, and does the outside work that they ask for. */
public final class ExecutorStage implements Stage {
  @Override
  public String name() {
    return "executor";
  }

  @Override
  public StageAccess access() {
    return StageAccess.none()
        .consuming(Topics.PLANS, Topics.RESULTS, Topics.ADMISSIONS)
        .emitting(
            Topics.EXECUTIONS, Topics.PAYLOADS, Topics.TASKS, Topics.RESULTS, Topics.ADMISSIONS)
        .and(Workers.ACCESS);
  }

  @Override
  public RunningStage start(StageContext context) {
    ExecutorRegistry executors = ExecutorRegistry.open(context.executors());
    DeadLetterOffice office = context.deadLetters(name());
    // The workers are stopped first: what they still bring is taken in by who walks the plans.
    return new RunningParts(
        name(), List.of(orchestrator(context, office), workers(context, executors, office)));
  }

  private RunningStage orchestrator(StageContext context, DeadLetterOffice office) {
    return StreamsApp.start(
        name(),
        ExecutorTopology.of(
            context.serdes(),
            context.blobs(),
            context.keys().houseAgent().address(),
            limits(context.executors()),
            RetryPolicy.DEFAULT,
            office),
        context.streams(),
        office,
        context.onFailure());
  }

  private static AdmissionLimits limits(ExecutorSettings settings) {
    ExecutorSettings.Limits limits = settings.limits();
    return new AdmissionLimits(
        new Permits(limits.tenant(), limits.tenants()),
        new Permits(limits.agent(), limits.agents()),
        new Permits(limits.provider(), limits.providers()),
        settings::providerOf);
  }

  private static Workers workers(
      StageContext context, ExecutorRegistry executors, DeadLetterOffice office) {
    return Workers.start(
        new Workers.Parts(
            context.kafka(),
            context.serdes(),
            context.blobs(),
            (record, reason) -> office.undecodable(record, new SerializationException(reason)),
            context.streams().applicationId(Workers.GROUP),
            context.streams().instanceId() + "-" + Workers.GROUP,
            context.executors().inFlight(),
            context.executors().drain(),
            context.executors().outputBytes()),
        executors,
        context.meters(),
        context.onFailure());
  }
}
