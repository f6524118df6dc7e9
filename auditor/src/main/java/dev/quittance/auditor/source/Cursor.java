package dev.quittance.auditor.source;

import org.jspecify.annotations.Nullable;

/**
 * Reads one thing after another. Used by one thread at a time.
 *
 * @param <T> what is read
 */
public interface Cursor<T> extends AutoCloseable {

  /** The next one; null at the end. Blocks. */
  @Nullable T next() throws LogUnavailableException;

  @Override
  void close();

  /** One with nothing to read. */
  static <T> Cursor<T> empty() {
    return new Cursor<>() {
      @Override
      public @Nullable T next() {
        return null;
      }

      @Override
      public void close() {
        // Nothing is held open.
      }
    };
  }
}
