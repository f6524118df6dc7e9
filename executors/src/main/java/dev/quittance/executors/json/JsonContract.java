package dev.quittance.executors.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** A JSON Schema (2020-12) that documents are held to. Safe for any number of threads. */
public final class JsonContract {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final int MAX_PROBLEMS = 5;

  private final String text;
  private final Schema schema;

  private JsonContract(String text) {
    this.text = text;
    this.schema = REGISTRY.getSchema(text);
  }

  /** A contract from the text of its schema. */
  public static JsonContract of(String text) {
    return new JsonContract(text);
  }

  /** The schema as it was given. */
  public String text() {
    return text;
  }

  /** What the schema says that a member of the document is for; empty when it says nothing. */
  public String describe(String member) {
    return schema.getSchemaNode().path("properties").path(member).path("description").asString("");
  }

  /**
   * One way in which a document breaks the contract.
   *
   * @param pointer of the faulty member, also when it is one too many or not there
   */
  public record Problem(String pointer, String message) {
    private static Problem of(com.networknt.schema.Error error) {
      String pointer = error.getInstanceLocation().toString();
      String member = error.getProperty();
      return new Problem(
          member == null ? pointer : pointer + "/" + member.replace("~", "~0").replace("/", "~1"),
          error.getMessage());
    }

    @Override
    public String toString() {
      return (pointer.isEmpty() ? "the document" : pointer) + ": " + message;
    }
  }

  /** The first few problems of a document; none when it fits. */
  public List<Problem> problems(JsonNode document) {
    return schema.validate(document.toString(), InputFormat.JSON).stream()
        .limit(MAX_PROBLEMS)
        .map(Problem::of)
        .toList();
  }
}
