package dev.quittance.auditor.source;

import dev.quittance.schemas.Topic;
import org.apache.avro.SchemaNormalization;

/** The schemas of this build, as text. */
public final class SchemaTexts {
  private SchemaTexts() {}

  /** The schema of a topic's values in Avro's Parsing Canonical Form. */
  public static String canonicalForm(Topic<?> topic) {
    return SchemaNormalization.toParsingForm(topic.schema());
  }
}
