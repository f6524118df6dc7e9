package dev.quittance.ingest;

import dev.quittance.ingest.domain.Submission;
import dev.quittance.platform.trace.TraceParent;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** Where adapters write down what they were asked for. */
@FunctionalInterface
public interface OrderRequestLog {
  /**
   * Appends a submission to {@code order-requests}. Returns at once and never throws.
   *
   * @param trace goes with it as a header of the record, and from there through every topic
   * @return completes with the append time, unix ms, if the broker tells it, when all replicas have
   *     it, or fails when it is not known whether they do; to append the same submission again is
   *     always safe
   */
  CompletionStage<OptionalLong> append(Submission submission, TraceParent trace);
}
