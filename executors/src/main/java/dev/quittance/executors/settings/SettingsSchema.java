package dev.quittance.executors.settings;

import dev.quittance.executors.json.JsonContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The schema of a type's settings: {@code settings.schema.json} beside the type's factory. */
public record SettingsSchema(JsonContract contract) {
  private static final String RESOURCE = "settings.schema.json";

  /** Reads the schema from the factory's own package. */
  public static SettingsSchema of(Class<?> factory) {
    try (InputStream in = Objects.requireNonNull(factory.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new SettingsSchema(
          JsonContract.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
