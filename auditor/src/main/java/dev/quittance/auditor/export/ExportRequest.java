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
 * @param after the part that it goes on from; its own files are not read
 * @param to the last period, not before the first one; the last one that is published, if none is
 *     named
 * @param schemaIds the registry's ids of the topics' schemas, by topic
 * @param vault the contract that pays, if it is known
 * @param now the time of the export
 */
public record ExportRequest(
    Path folder,
    Optional<ExportPart> after,
    OptionalLong to,
    Map<String, Integer> schemaIds,
    Optional<String> vault,
    Instant now) {

  /** Copies the ids and checks the periods. */
  public ExportRequest {
    schemaIds = Map.copyOf(schemaIds);
    if (to.isPresent() && to.getAsLong() < first(after)) {
      throw new IllegalArgumentException(
          "the last period must not be before the first one, %d: %d"
              .formatted(first(after), to.getAsLong()));
    }
  }

  /** The first period of what goes on from a part; 0 where there is none. */
  public static long first(Optional<ExportPart> after) {
    return after.map(part -> part.manifest().to() + 1).orElse(0L);
  }

  /** The first period. */
  public long from() {
    return first(after);
  }
}
