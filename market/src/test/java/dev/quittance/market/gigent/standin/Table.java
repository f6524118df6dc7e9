package dev.quittance.market.gigent.standin;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows by id, in the order in which they came. For one thread at a time. */
final class Table {
  /**
   * Newest first by a time in whole seconds, as theirs: rows of one second stand in the order in
   * which they came, so that a page is no window onto a fixed order.
   */
  private static final Comparator<Row> NEWEST_FIRST =
      Comparator.comparing((Row row) -> row.get("created_at")).reversed();

  private final Map<String, Row> rows = new LinkedHashMap<>();

  void add(Row row) {
    rows.put(row.get("id"), row);
  }

  Optional<Row> find(String id) {
    return Optional.ofNullable(rows.get(id));
  }

  void remove(String id) {
    rows.remove(id);
  }

  Collection<Row> all() {
    return rows.values();
  }

  int size() {
    return rows.size();
  }

  /** All that fit, newest first. */
  List<Row> newest(Predicate<Row> fits) {
    return rows.values().stream().filter(fits).sorted(NEWEST_FIRST).toList();
  }

  /** A page as a JSON array. */
  static String page(List<Row> rows, Query query) {
    Stream<Row> page =
        rows.stream().skip(query.number("offset", 0)).limit(query.number("limit", 20));
    return page.map(Row::text).collect(Collectors.joining(",", "[", "]"));
  }
}
