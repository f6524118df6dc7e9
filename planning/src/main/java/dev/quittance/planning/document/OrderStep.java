package dev.quittance.planning.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work of an order.
 *
 * @param name unique in the order, {@code [a-z][a-z0-9_]{0,31}}
 * @param service the service wanted
 * @param input what the step works on
 * @param needs names of steps that must be completed first, besides those that the input refers to;
 *     null when not stated
 * @param vendors ids of the only agents that may do it; null when any may
 * @param maxPrice the most that it may cost, in the asset's smallest unit; null when only the
 *     budget limits it
 */
public record OrderStep(
    String name,
    String service,
    StepInput input,
    @Nullable List<String> needs,
    @Nullable List<String> vendors,
    @Nullable BigInteger maxPrice) {
  /** Keeps immutable copies. */
  public OrderStep {
    needs = needs == null ? null : List.copyOf(needs);
    vendors = vendors == null ? null : List.copyOf(vendors);
  }

  /** The explicitly needed steps, empty when not stated. */
  public List<String> needsOrNone() {
    return needs == null ? List.of() : needs;
  }

  static OrderStep read(MemberReader members) {
    return new OrderStep(
        members.text("name", Shape.STEP_NAME),
        members.text("service", Shape.ID),
        readInput(members),
        members.optionalTexts("needs", Shape.STEP_NAME, Limits.STEPS),
        members.optionalTexts("vendors", Shape.ID, Limits.IDS),
        members.optionalAmount("maxPrice"));
  }

  static StepInput readInput(MemberReader members) {
    JsonNode inline = members.optionalValue("input");
    InputRef ref = members.optionalObject("inputRef", InputRef::read);
    if (inline != null && ref != null) {
      members.problem("inputRef", "stands beside input", "either input or inputRef");
    }
    if (inline == null && ref == null) {
      members.problem("input", "is missing", "input (any JSON value) or inputRef {sha256, bytes}");
    }
    return ref != null
        ? new StepInput.Stored(ref)
        : new StepInput.Inline(CanonicalJson.of(inline == null ? NullNode.getInstance() : inline));
  }

  CanonicalJson json() {
    ObjectWriter writer = new ObjectWriter().put("name", name).put("service", service);
    switch (input) {
      case StepInput.Inline(CanonicalJson json) -> writer.put("input", json);
      case StepInput.Stored(InputRef(Hash32 sha256, int bytes)) ->
          writer.put(
              "inputRef", new ObjectWriter().put("sha256", sha256).put("bytes", bytes).canonical());
    }
    return writer
        .texts("needs", needs)
        .texts("vendors", vendors)
        .put("maxPrice", maxPrice)
        .canonical();
  }
}
