package dev.quittance.auditor.export;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to export.
 *
 * @param folder where to; must not exist yet
 * @param to the last period; the last one that is published, if none is named
 * @param schemaIds the registry's ids of the topics' schemas, by topic
 * @param vault the contract that pays, if it is known
 * @param now the time of the export
 */
public record ExportRequest(
    Path folder,
    OptionalLong to,
    Map<String, Integer> schemaIds,
    Optional<String> vault,
    Instant now) {

  /** Copies the ids. */
  public ExportRequest {
    schemaIds = Map.copyOf(schemaIds);
  }
}
