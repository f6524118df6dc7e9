package dev.quittance.market.agentrunner;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.InputRef;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.StepInput;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.AgentRunnerSubmission;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;

/**
 * Orders that bring receipts into the log: one step, whose input is the receipt's text as it came
 * and whose output is what a notary finds out about it. The receipt of that step commits to both.
 *
 * <p>Pure: the same receipt gives the same order, byte for byte.
 */
final class NotaryOrders {
  /** Notarising never comes too late; a document needs a deadline. The first of January 2100. */
  private static final long DEADLINE_MS = 4_102_444_800_000L;

  private static final int TASK_CHARS = 60;

  private final AgentRunnerSettings settings;

  NotaryOrders(AgentRunnerSettings settings) {
    this.settings = settings;
  }

  /**
   * An order, and what its step works on.
   *
   * @param input to be stored before the order is placed if the order cites it by its hash
   */
  record NotaryOrder(Order order, CanonicalJson input) {
    boolean isInputStored() {
      return order.steps().getFirst().input() instanceof StepInput.Stored;
    }
  }

  NotaryOrder of(AgentRunnerSubmission submission, Bytes32 signer) {
    CanonicalJson input = input(submission, signer);
    OrderStep step =
        new OrderStep(
            "notarise",
            settings.service(),
            input.size() <= Limits.ORDER_INPUT_BYTES
                ? new StepInput.Inline(input)
                : new StepInput.Stored(new InputRef(Hash32.sha256(input.bytes()), input.size())),
            null,
            List.of(settings.agent()),
            null);
    return new NotaryOrder(
        new Order(
            settings.tenant(),
            settings.source(),
            sourceId(submission),
            settings.asset(),
            BigInteger.ZERO,
            DEADLINE_MS,
            List.of(step)),
        input);
  }

  private static CanonicalJson input(AgentRunnerSubmission submission, Bytes32 signer) {
    var input = JsonNodeFactory.instance.objectNode().put("receipt", submission.receipt().text());
    if (!signer.equals(submission.runner())) {
      input.put("key", HexFormat.of().formatHex(signer.toByteArray()));
    }
    return CanonicalJson.of(input);
  }

  /** The task, as far as an id can have it, and the leaf: a task may have several receipts. */
  private static String sourceId(AgentRunnerSubmission submission) {
    String task = submission.taskId().replaceAll("[^A-Za-z0-9_-]", "-");
    return task.substring(0, Math.min(task.length(), TASK_CHARS))
        + "."
        + HexFormat.of().formatHex(submission.leaf().toByteArray());
  }
}
