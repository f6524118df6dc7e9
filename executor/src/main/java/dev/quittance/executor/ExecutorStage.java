package dev.quittance.executor;

import dev.quittance.executor.domain.RetryPolicy;
import dev.quittance.executor.domain.admission.AdmissionLimits;
import dev.quittance.executor.domain.admission.AdmissionLimits.Permits;
import dev.quittance.executor.worker.ExecutorRegistry;
import dev.quittance.executor.worker.PoisonTasks;
import dev.quittance.executor.worker.Workers;
import dev.quittance.platform.stage.ExecutorSettings;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import io.micrometer.core.instrument.Metrics;
import java.util.List;

/** Turns plans into executions: walks them, and does the outside work that they ask for. */
public final class ExecutorStage implements Stage {
  private static final String WORKERS = "executor-workers";

  @Override
  public String name() {
    return "executor";
  }

  @Override
  public RunningStage start(StageContext context) {
    ExecutorRegistry executors = ExecutorRegistry.open(context.executors());
    // The workers are stopped first: what they still bring is taken in by who walks the plans.
    return new RunningParts(name(), List.of(orchestrator(context), workers(context, executors)));
  }

  private RunningStage orchestrator(StageContext context) {
    return StreamsApp.start(
        name(),
        ExecutorTopology.of(
            context.serdes(),
            context.blobs(),
            context.keys().houseAgent().address(),
            limits(context.executors()),
            RetryPolicy.DEFAULT),
        context.streams(),
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

  private static Workers workers(StageContext context, ExecutorRegistry executors) {
    return Workers.start(
        new Workers.Parts(
            context.kafka(),
            context.serdes(),
            context.blobs(),
            PoisonTasks::deadLetter,
            context.streams().applicationId(WORKERS),
            context.streams().instanceId() + "-" + WORKERS,
            context.executors().inFlight(),
            context.executors().drain()),
        executors,
        Metrics.globalRegistry,
        context.onFailure());
  }
}
