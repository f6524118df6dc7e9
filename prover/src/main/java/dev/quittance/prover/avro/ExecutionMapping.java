package dev.quittance.prover.avro;

import dev.quittance.prover.domain.Work;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.Address20;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.Hash32;
import java.util.Optional;

/** From an execution record to {@link Work}. */
public final class ExecutionMapping {
  private ExecutionMapping() {}

  /**
   * The work that a record tells of.
   *
   * @throws IllegalArgumentException when its verdict is none
   */
  public static Work work(Execution execution) {
    return new Work(
        hash(execution.getOrderId()),
        hash(execution.getStepId()),
        address(execution.getAgent()),
        address(execution.getBuyer()),
        address(execution.getAsset()),
        AvroValues.integer(execution.getAmount()),
        AvroValues.integer(execution.getFee()),
        address(execution.getFeeRecipient()),
        Verdict.ofCode(execution.getVerdict())
            .orElseThrow(
                () -> new IllegalArgumentException("no such verdict: " + execution.getVerdict())),
        hash(execution.getOrderHash()),
        hash(execution.getPlanHash()),
        hash(execution.getInputHash()),
        hash(execution.getOutputHash()),
        execution.getCompletedAt(),
        execution.getStepIndex(),
        execution.getAttempt(),
        execution.getCode(),
        execution.getMessage(),
        execution.getTenant(),
        execution.getService(),
        execution.getExecutor(),
        Optional.ofNullable(execution.getEvidence()));
  }

  private static Bytes32 hash(Hash32 hash) {
    return Bytes32.copyOf(hash.bytes());
  }

  private static Address address(Address20 address) {
    return Address.copyOf(address.bytes());
  }
}
