package dev.quittance.executors.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.core.JsonValue;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executors.json.JsonContract;
import dev.quittance.executors.kind.PromptTemplate;
import dev.quittance.executors.kind.TaskKind;
import java.util.Map;

/** Makes the request of a task. */
final class Requests {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Requests() {}

  static ChatCompletionCreateParams of(
      TaskKind kind, TaskCall call, OpenAiSettings settings, Dialect spoken) {
    PromptTemplate.Prompt prompt = kind.render(call.input());
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder()
            .model(settings.model())
            .addSystemMessage(prompt.system())
            .addUserMessage(prompt.user())
            .putAdditionalHeader("Idempotency-Key", call.idempotencyKey());
    if (!call.traceparent().isEmpty()) {
      params.putAdditionalHeader("traceparent", call.traceparent());
    }
    if (spoken.newTokenLimit()) {
      params.maxCompletionTokens(settings.maxOutputTokens());
    } else {
      params.putAdditionalBodyProperty("max_tokens", JsonValue.from(settings.maxOutputTokens()));
    }
    if (spoken.temperature()) {
      params.temperature(settings.temperature());
    }
    if (spoken.seed()) {
      settings
          .seed()
          .ifPresent(seed -> params.putAdditionalBodyProperty("seed", JsonValue.from(seed)));
    }
    switch (spoken.structured()) {
      case JSON_SCHEMA -> params.responseFormat(schemaFormat(kind));
      case JSON_OBJECT -> params.responseFormat(ResponseFormatJsonObject.builder().build());
      case TEXT -> {}
    }
    return params.build();
  }

  private static ResponseFormatJsonSchema schemaFormat(TaskKind kind) {
    ResponseFormatJsonSchema.JsonSchema.Schema.Builder schema =
        ResponseFormatJsonSchema.JsonSchema.Schema.builder();
    for (Map.Entry<String, JsonNode> member : ModelSchema.of(parsed(kind.answer())).properties()) {
      schema.putAdditionalProperty(member.getKey(), JsonValue.fromJsonNode(member.getValue()));
    }
    return ResponseFormatJsonSchema.builder()
        .jsonSchema(
            ResponseFormatJsonSchema.JsonSchema.builder()
                .name(kind.service())
                .schema(schema.build())
                .build())
        .build();
  }

  private static JsonNode parsed(JsonContract schema) {
    try {
      return JSON.readTree(schema.text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a task kind's schema is not JSON", e);
    }
  }
}
