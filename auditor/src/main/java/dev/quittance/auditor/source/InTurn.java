package dev.quittance.auditor.source;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads several cursors, which are open already, one after the other. Used by one thread at a time.
 *
 * @param <T> what is read
 */
final class InTurn<T> implements Cursor<T> {
  private final List<Cursor<T>> all;
  private final Iterator<Cursor<T>> left;
  private Cursor<T> current = Cursor.empty();

  InTurn(List<Cursor<T>> all) {
    this.all = List.copyOf(all);
    this.left = this.all.iterator();
  }

  @Override
  public @Nullable T next() throws LogUnavailableException {
    T next = current.next();
    while (next == null && left.hasNext()) {
      current = left.next();
      next = current.next();
    }
    return next;
  }

  @Override
  public void close() {
    all.forEach(Cursor::close);
  }
}
