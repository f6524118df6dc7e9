package dev.quittance.executor.avro;

import static dev.quittance.executor.avro.ExecutorMapping.hash;

import dev.quittance.executor.domain.RunEffect;
import dev.quittance.executor.domain.admission.Admission;
import dev.quittance.executor.domain.admission.AdmissionCommand;
import dev.quittance.executor.domain.admission.AttemptId;
import dev.quittance.schemas.avro.AdmissionEnded;
import dev.quittance.schemas.avro.AdmissionRequested;
import dev.quittance.schemas.avro.AdmissionsRecord;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskAdmitted;

/** Between admission's records and its own types. */
public final class AdmissionMapping {
  private AdmissionMapping() {}

  /**
   * What a record tells admission.
   *
   * @throws IllegalStateException when it is of a kind that is not known here
   */
  public static AdmissionCommand command(AdmissionsRecord record) {
    return switch (record.getBody()) {
      case AdmissionRequested requested ->
          new AdmissionCommand.Request(
              new AttemptId(hash(requested.getStepId()), requested.getAttempt()),
              hash(requested.getOrderId()),
              requested.getTenant(),
              requested.getAgentId(),
              requested.getExecutor());
      case AdmissionEnded ended ->
          new AdmissionCommand.End(
              new AttemptId(hash(ended.getStepId()), ended.getAttempt()), hash(ended.getOrderId()));
      case null, default ->
          throw new IllegalStateException("an admissions record of a kind that is not known here");
    };
  }

  /** The record that asks for room. */
  public static AdmissionsRecord record(RunEffect.RequestAdmission request) {
    return new AdmissionsRecord(
        new AdmissionRequested(
            hash(request.orderId()),
            hash(request.stepId()),
            request.attempt(),
            request.tenant(),
            request.agentId(),
            request.executor()));
  }

  /** The record that gives room back. */
  public static AdmissionsRecord record(RunEffect.EndAdmission end) {
    return new AdmissionsRecord(
        new AdmissionEnded(hash(end.orderId()), hash(end.stepId()), end.attempt()));
  }

  /** The record that tells an order that an attempt may begin. */
  public static ResultsRecord grant(Admission granted) {
    return new ResultsRecord(
        null,
        new TaskAdmitted(
            hash(granted.orderId()), hash(granted.id().stepId()), granted.id().attempt()),
        null);
  }
}
