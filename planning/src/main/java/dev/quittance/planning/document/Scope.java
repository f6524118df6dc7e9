package dev.quittance.planning.document;

import java.util.Arrays;
import java.util.Optional;

/** What a key or a token may do in its tenant's name. */
public enum Scope {
  /** Place orders and store their inputs. */
  ORDERS_WRITE("orders:write"),
  /** Read orders, results, receipts and events. */
  ORDERS_READ("orders:read"),
  /** Register webhooks, see what they were sent and have it sent again. */
  WEBHOOKS("webhooks"),
  /** Everything. */
  ADMIN("admin");

  private final String text;

  Scope(String text) {
    this.text = text;
  }

  /** The scope in documents and tokens, such as {@code orders:write}. */
  public String text() {
    return text;
  }

  /** The scope with this text. */
  public static Optional<Scope> of(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
  }

  @Override
  public String toString() {
    return text;
  }
}
