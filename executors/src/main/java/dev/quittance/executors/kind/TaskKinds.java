package dev.quittance.executors.kind;

import dev.quittance.executors.json.JsonContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of task that ship with this version. */
public final class TaskKinds {
  /** The kind without a shape of its own: any input, a text as output; only by name. */
  public static final String GENERIC = "generic";

  /** The services whose kinds are known, in the order in which people are told of them. */
  public static final List<String> SERVICES =
      List.of(
          "sentiment-analysis",
          "text-generation",
          "summarization",
          "translation",
          "code-review",
          "code-generation",
          "question-answering",
          "classification",
          "extraction");

  private static final Map<String, TaskKind> KINDS = load();

  private TaskKinds() {}

  /** The kind of a service; {@link #GENERIC} is one too. */
  public static Optional<TaskKind> of(String service) {
    return Optional.ofNullable(KINDS.get(service));
  }

  private static Map<String, TaskKind> load() {
    Map<String, TaskKind> kinds = new LinkedHashMap<>();
    SERVICES.forEach(service -> kinds.put(service, read(service, 1)));
    kinds.put(GENERIC, read(GENERIC, 1));
    return Map.copyOf(kinds);
  }

  private static TaskKind read(String service, int version) {
    String id = service + "@" + version;
    JsonContract output = contract(id, "output").orElseThrow();
    return new TaskKind(
        service,
        new PromptTemplate(
            id, text(id + "/system.txt").orElseThrow(), text("user.txt").orElseThrow()),
        contract(id, "input").orElseThrow(),
        contract(id, "answer").orElse(output),
        output,
        RulesByService.of(service));
  }

  private static Optional<JsonContract> contract(String id, String side) {
    return text(id + "/" + side + ".schema.json").map(JsonContract::of);
  }

  private static Optional<String> text(String resource) {
    try (InputStream in = TaskKinds.class.getResourceAsStream(resource)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
