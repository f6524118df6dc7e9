package dev.quittance.planning.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Function;

/** Text → tree → members → document, all problems of a step reported together. */
final class DocumentReader {
  private DocumentReader() {}

  static <T> Parsed<T> parse(byte[] utf8, Function<MemberReader, ? extends T> members) {
    return switch (StrictJson.parse(utf8, Limits.DOCUMENT_BYTES)) {
      case Parsed.Bad<JsonNode>(List<Problem> problems) -> new Parsed.Bad<>(problems);
      case Parsed.Ok<JsonNode>(JsonNode root) -> read(root, members);
    };
  }

  static <T> Parsed<T> read(JsonNode root, Function<MemberReader, ? extends T> members) {
    Problems problems = new Problems();
    MemberReader reader = new MemberReader(root, Pointer.ROOT, problems);
    T document = members.apply(reader);
    reader.end();
    return problems.isEmpty() ? new Parsed.Ok<>(document) : new Parsed.Bad<>(problems.list());
  }
}
