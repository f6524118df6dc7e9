package dev.quittance.executor.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.executor.domain.StepState.Completed;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.InputRef;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StepInput;
import dev.quittance.planning.document.StrictJson;
import dev.quittance.planning.graph.InputTemplate;
import dev.quittance.planning.graph.Reference;
import dev.quittance.planning.graph.Rendered;
import dev.quittance.receipts.crypto.Bytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a step works on, from its order and the outputs of the steps that it needs. */
sealed interface InputRendering {
  /** The step can begin. */
  record Ready(TaskInput input) implements InputRendering {}

  /** There is no such input. */
  record Unfit(String code, String message) implements InputRendering {}

  /**
   * Renders the input of a step that is ready.
   *
   * @param steps where all steps stand, by index
   */
  static InputRendering of(Run run, List<StepState> steps, int index) {
    OrderStep step = run.order().steps().get(index);
    return switch (step.input()) {
      case StepInput.Stored(InputRef ref) -> new Ready(new TaskInput.Stored(ref.sha256()));
      case StepInput.Inline(CanonicalJson json) -> {
        InputTemplate template = new InputTemplate(json);
        List<Reference> references = template.references();
        yield references.isEmpty()
            ? ready(json)
            : rendered(template.render(outputs(run, steps, index, references)));
      }
    };
  }

  private static InputRendering rendered(Rendered rendered) {
    return switch (rendered) {
      case Rendered.Ok(CanonicalJson input) -> ready(input);
      case Rendered.Missing(Reference _, String message) ->
          new Unfit("input-reference-missing", message);
      case Rendered.TooLarge(String message) -> new Unfit("input-too-large", message);
    };
  }

  private static Ready ready(CanonicalJson json) {
    return new Ready(new TaskInput.Rendered(json, json.hash()));
  }

  /** Outputs by step name, of needed steps only: what else has finished is a matter of chance. */
  private static Map<String, JsonNode> outputs(
      Run run, List<StepState> steps, int index, List<Reference> references) {
    Set<String> wanted = new HashSet<>();
    references.forEach(reference -> wanted.add(reference.step()));
    Map<String, JsonNode> outputs = new HashMap<>();
    for (int need : run.graph().needs().get(index)) {
      String name = run.order().steps().get(need).name();
      if (wanted.contains(name) && steps.get(need) instanceof Completed(_, Optional<Bytes> bytes)) {
        bytes.flatMap(InputRendering::json).ifPresent(output -> outputs.put(name, output));
      }
    }
    return outputs;
  }

  /** A worker's output may be anything; only JSON can be referred to. */
  private static Optional<JsonNode> json(Bytes output) {
    return switch (StrictJson.parse(output.toByteArray(), output.size())) {
      case Parsed.Ok<JsonNode>(JsonNode node) -> Optional.of(node);
      case Parsed.Bad<JsonNode> _ -> Optional.empty();
    };
  }
}
