package dev.quittance.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.builtin.Samples;
import dev.quittance.executor.builtin.Samples.Sample;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.PlanDecision;
import dev.quittance.planning.Planner;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.receipts.Verdict;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Execution;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample orders, planned by the sample catalogue and walked by the topology. */
class SampleRunsTest {
  private static final long NOW_MS = 1_800_000_000_000L;
  private static final Catalogue CATALOGUE = SampleOrders.catalogue();

  static List<Sample> planned() {
    return Samples.orders().stream()
        .filter(sample -> plan(sample) instanceof PlanDecision.Planned)
        .toList();
  }

  @Test
  void theOthersAreRefusedAsExpected() {
    List<Sample> refused = Samples.orders().stream().filter(s -> !planned().contains(s)).toList();

    assertThat(refused).hasSize(5);
    assertThat(refused)
        .allSatisfy(sample ->
            assertThat(((PlanDecision.Refused) plan(sample)).code().code())
                .isEqualTo(sample.code()));
  }

  @ParameterizedTest
  @MethodSource("planned")
  void endsAsExpectedWithinOneRecordAndWithoutAStoreWrite(Sample sample) {
    PlanDecision.Planned decision = (PlanDecision.Planned) plan(sample);
    MemoryBlobs blobs = new MemoryBlobs();
    try (ExecutorDriver driver = new ExecutorDriver(blobs)) {
      driver.plan(Planned.of(decision.plan(), order(sample)).record(), NOW_MS + 7);

      List<Execution> executions = driver.executions();
      assertThat(executions).hasSize(sample.line().at("/expect/steps").intValue());
      assertThat(executions).extracting(Execution::getStepIndex).doesNotHaveDuplicates();
      assertThat(executions)
          .allSatisfy(execution -> assertFits(execution, decision.plan(), driver));
      assertOutcome(sample, executions);
      assertThat(driver.tasks()).isEmpty();
      assertThat(driver.storeWrites()).isEmpty();
    }
  }

  private static void assertOutcome(Sample sample, List<Execution> executions) {
    List<Integer> verdicts = executions.stream().map(Execution::getVerdict).toList();
    if (sample.outcome().equals("COMPLETED")) {
      assertThat(verdicts).containsOnly(Verdict.COMPLETED.code());
    } else {
      assertThat(verdicts).containsExactly(Verdict.FAILED.code(), Verdict.CANCELLED.code());
      assertThat(executions.getFirst().getCode()).isEqualTo(sample.code());
      assertThat(executions.getFirst().getMessage()).isNotEmpty();
    }
  }

  private static void assertFits(Execution execution, Plan plan, ExecutorDriver driver) {
    PlanStep step = plan.steps().get(execution.getStepIndex());
    boolean completed = execution.getVerdict() == Verdict.COMPLETED.code();
    boolean cancelled = execution.getVerdict() == Verdict.CANCELLED.code();

    assertThat(execution.getOrderId().bytes()).isEqualTo(plan.orderId().bytes());
    assertThat(execution.getStepId().bytes())
        .isEqualTo(Plan.stepId(plan.hash(), step.index()).bytes());
    assertThat(execution.getPlanHash().bytes()).isEqualTo(plan.hash().bytes());
    assertThat(AvroValues.hex(execution.getAgent()))
        .isEqualTo(cancelled ? ExecutorDriver.HOUSE.toString() : step.agent());
    assertThat(AvroValues.hex(execution.getFeeRecipient())).isEqualTo(plan.feeRecipient());
    assertThat(AvroValues.integer(execution.getAmount()))
        .isEqualTo(completed ? step.price() : BigInteger.ZERO);
    assertThat(AvroValues.integer(execution.getFee()))
        .isEqualTo(completed ? step.fee() : BigInteger.ZERO);
    assertThat(execution.getCompletedAt()).isEqualTo(NOW_MS + 7);
    assertThat(execution.getExecutor()).isEqualTo(cancelled ? "" : step.executor() + "@1");
    assertThat(execution.getService()).isEqualTo(step.service());
    assertThat(execution.getTenant()).isEqualTo(plan.tenant());
    assertThat(driver.payload(execution.getOutputHash().bytes()).isPresent()).isEqualTo(completed);
  }

  private static Order order(Sample sample) {
    return SampleOrders.order(sample, NOW_MS);
  }

  private static PlanDecision plan(Sample sample) {
    Order order = order(sample);
    return Planner.decide(order, order.hash(), CATALOGUE, NOW_MS);
  }
}
