package dev.quittance.cli.command;

import dev.quittance.cli.Table;
import dev.quittance.planning.document.Document;
import java.nio.charset.StandardCharsets;

/** A list of the catalogue's documents: a table, or with JSON each document as it is published. */
final class Documents {
  private final Results results;
  private final Table table;

  Documents(Results results, String... headings) {
    this.results = results;
    this.table = new Table(headings);
  }

  /** Adds one, with the cells of its row. */
  void add(Document document, String... cells) {
    if (results.isJson()) {
      results.line(new String(document.canonicalJson(), StandardCharsets.UTF_8));
    } else {
      table.row(cells);
    }
  }

  /** Prints the table. */
  void print() {
    if (!results.isJson()) {
      results.print(table);
    }
  }
}
