package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Does one kind of work without any key, model, network, clock or chance: the same input gives the
 * same bytes in every process, so that an auditor can run it again and compare.
 *
 * <p>Implementations hold no mutable state and may be used from any thread. Their work grows
 * linearly with the length of the input.
 */
public sealed interface BuiltinExecutor
    permits AgentRunnerReceiptExecutor,
        ClassificationExecutor,
        CodeReviewExecutor,
        ExtractionExecutor,
        SentimentExecutor,
        SummarizationExecutor {

  /** The longest text that an executor accepts, in UTF-16 units. */
  int MAX_TEXT_CHARS = 256 * 1024;

  /** The service that it offers, for example {@code extraction}. */
  String service();

  /** How agents name it in their offers: {@code builtin/<service>}. */
  default String name() {
    return "builtin/" + service();
  }

  /**
   * Name and revision, for example {@code builtin/extraction@1}; part of the evidence of each
   * execution. The revision changes whenever any input could give other bytes than before.
   */
  String version();

  /**
   * Does the work.
   *
   * @param input the step's input, as its input schema describes it
   * @return the output, or what is wrong with the input; never an exception for any JSON value
   */
  TaskOutcome run(JsonNode input);
}
