package dev.quittance.planning.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the {@code policies} log holds: tenants and the policies that bind them. */
public sealed interface TenancyDocument extends Document permits Policy, Tenant {
  /** The id under which the latest document of its kind wins. */
  String id();

  /** Strictly parses a tenant or a policy, told apart by its {@code format}. */
  static Parsed<TenancyDocument> parse(byte[] utf8) {
    return switch (StrictJson.parse(utf8, Limits.DOCUMENT_BYTES)) {
      case Parsed.Bad<JsonNode>(List<Problem> problems) -> new Parsed.Bad<>(problems);
      case Parsed.Ok<JsonNode>(JsonNode root) -> read(root);
    };
  }

  private static Parsed<TenancyDocument> read(JsonNode root) {
    String format = root.path("format").isTextual() ? root.path("format").textValue() : "";
    return switch (format) {
      case Tenant.FORMAT -> DocumentReader.read(root, Tenant::read);
      case Policy.FORMAT -> DocumentReader.read(root, Policy::read);
      default ->
          new Parsed.Bad<>(
              List.of(
                  new Problem(
                      "/format",
                      "names no document of this log",
                      "\"" + Tenant.FORMAT + "\" or \"" + Policy.FORMAT + "\"")));
    };
  }
}
