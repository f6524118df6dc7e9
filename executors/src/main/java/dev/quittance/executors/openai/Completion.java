package dev.quittance.executors.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.completions.CompletionUsage;
import dev.quittance.executors.model.Pricing;
import java.util.List;
import java.util.Optional;

/**
 * What an endpoint answered, as far as it is there: compatible servers leave members out.
 *
 * @param choices how many answers there are
 * @param content of the first answer
 * @param refusal the model's own words when it will not do it
 */
record Completion(
    Optional<String> id,
    Optional<String> model,
    int choices,
    Optional<String> content,
    Optional<String> refusal,
    Optional<String> finishReason,
    Optional<Usage> usage) {

  /** Tokens that went in and came out. */
  record Usage(long input, long output, long total) {}

  static Completion of(ChatCompletion completion) {
    List<ChatCompletion.Choice> choices = completion._choices().asKnown().orElse(List.of());
    Optional<ChatCompletion.Choice> first = choices.stream().findFirst();
    var message = first.flatMap(choice -> choice._message().asKnown());
    return new Completion(
        completion._id().asKnown(),
        completion._model().asKnown(),
        choices.size(),
        message.flatMap(said -> said._content().asKnown()),
        message.flatMap(said -> said._refusal().asKnown()).filter(text -> !text.isBlank()),
        first
            .flatMap(choice -> choice._finishReason().asKnown())
            .map(ChatCompletion.Choice.FinishReason::asString),
        completion._usage().asKnown().flatMap(Completion::usage));
  }

  private static Optional<Usage> usage(CompletionUsage usage) {
    Optional<Long> input = usage._promptTokens().asKnown().filter(count -> count >= 0);
    Optional<Long> output = usage._completionTokens().asKnown().filter(count -> count >= 0);
    if (input.isEmpty() || output.isEmpty()) {
      return Optional.empty();
    }
    long sum = input.get() + output.get();
    return Optional.of(
        new Usage(input.get(), output.get(), usage._totalTokens().asKnown().orElse(sum)));
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
          .put("total", used.total());
      pricing.ifPresent(price ->
          evidence
              .putObject("cost")
              .put("amount", price.cost(used.input(), used.output()).toString())
              .put("unit", price.unit()));
    });
  }
}
