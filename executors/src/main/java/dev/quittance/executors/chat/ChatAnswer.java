package dev.quittance.executors.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executors.model.Pricing;
import java.util.Optional;

/**
 * What a model answered, as far as it is there: compatible servers leave members out.
 *
 * @param text empty when there is none
 * @param refusal the model's own words when it will not do it
 * @param finishReason as the provider calls it
 */
record ChatAnswer(
    Optional<String> id,
    Optional<String> model,
    String text,
    Optional<String> refusal,
    Optional<String> finishReason,
    Optional<Usage> usage) {

  /** Tokens that went in and came out. */
  record Usage(long input, long output) {
    static Optional<Usage> of(JsonNode usage, String input, String output) {
      boolean isThere =
          usage.path(input).isIntegralNumber() && usage.path(output).isIntegralNumber();
      return isThere
          ? Optional.of(new Usage(usage.path(input).asLong(), usage.path(output).asLong()))
          : Optional.empty();
    }
  }

  boolean isCutOff() {
    return finishReason.filter(r -> r.equals("length") || r.equals("max_tokens")).isPresent();
  }

  boolean isFiltered() {
    return finishReason.filter("content_filter"::equals).isPresent();
  }

  /** Adds what a receipt says of the call. */
  void addTo(ObjectNode evidence, Optional<Pricing> pricing) {
    model.ifPresent(name -> evidence.put("model", name));
    id.ifPresent(response -> evidence.put("responseId", response));
    finishReason.ifPresent(reason -> evidence.put("finishReason", reason));
    usage.ifPresent(used -> {
      evidence
          .putObject("tokens")
          .put("input", used.input())
          .put("output", used.output())
          .put("total", used.input() + used.output());
      pricing.ifPresent(price ->
          evidence
              .putObject("cost")
              .put("amount", price.cost(used.input(), used.output()).toString())
              .put("unit", price.unit()));
    });
  }

  /** A text member that is there and not blank. */
  static Optional<String> text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isTextual() && !value.asText().isBlank()
        ? Optional.of(value.asText())
        : Optional.empty();
  }
}
