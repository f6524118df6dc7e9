package dev.quittance.cli.command;

import dev.quittance.cli.Table;
import dev.quittance.planning.Hashed;
import dev.quittance.planning.document.Document;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a command did to entries of the catalogue. */
final class Changes {
  private final String kind;
  private final Results results;
  private final Table table;

  /**
   * @param kind what the entries are
   */
  Changes(String kind, Results results) {
    this.kind = kind;
    this.results = results;
    this.table = new Table(kind, "action", "");
  }

  /** What is done with an entry. */
  enum Action {
    ADDED,
    REPLACED,
    UNCHANGED;

    /** What is to be done, given what is known of the id. */
    static <D extends Document> Action of(@Nullable Hashed<D> known, D wanted) {
      if (known == null) {
        return ADDED;
      }
      return known.hash().equals(wanted.hash()) ? UNCHANGED : REPLACED;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An entry was dealt with. */
  void add(String id, Action action, String detail) {
    if (results.isJson()) {
      results.print(Results.object().put(kind, id).put("action", action.word()));
    } else {
      table.row(id, action.word(), detail);
    }
  }

  /** Prints the table, unless JSON was wanted, which is printed as it comes. */
  void print() {
    if (!results.isJson()) {
      results.print(table);
    }
  }
}
