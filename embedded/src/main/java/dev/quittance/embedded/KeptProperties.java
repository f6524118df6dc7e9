package dev.quittance.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * A small properties file in a data directory. {@link #save} replaces the file as a whole, never
 * rewrites it in place. Not thread-safe.
 */
final class KeptProperties {
  private final Path file;
  private final Properties values = new Properties();

  private KeptProperties(Path file) {
    this.file = file;
  }

  static KeptProperties open(Path file) {
    KeptProperties kept = new KeptProperties(file);
    if (Files.exists(file)) {
      try (Reader reader = new StringReader(Files.readString(file, UTF_8))) {
        kept.values.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + file, e);
      }
    }
    return kept;
  }

  Optional<String> get(String key) {
    return Optional.ofNullable(values.getProperty(key));
  }

  /** Returns the value as a number, or empty when it is absent or not a number. */
  Optional<Long> getLong(String key) {
    return get(key).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
  }

  /** Sets a value, which {@link #save} will write. */
  KeptProperties with(String key, String value) {
    values.setProperty(key, value);
    return this;
  }

  void save() {
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    StringWriter text = new StringWriter();
    try {
      values.store(text, null);
      Files.writeString(fresh, text.toString(), UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
