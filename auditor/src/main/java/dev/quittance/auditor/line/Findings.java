package dev.quittance.auditor.line;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Place;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineRecord.Outcome;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.schemas.PassedBy;
import java.util.ArrayList;
import java.util.List;

/** Collects what is found in one partition. Not thread-safe. */
final class Findings {
  private final List<Finding> found = new ArrayList<>();

  /** At a record. */
  void fail(FindingCode code, LineRecord record, String message) {
    found.add(Finding.fail(code, place(record), message));
  }

  /** At a record, that is worth knowing and nothing is wrong with. */
  void note(FindingCode code, LineRecord record, String message) {
    found.add(Finding.note(code, place(record), message));
  }

  /** At a record, unless a record of its order could not be processed, which explains it. */
  void fail(FindingCode code, LineRecord record, OrderCase order, String message) {
    if (order.hasDeadLetter()) {
      found.add(
          Finding.note(code, place(record), message + "; a record of the order is a dead letter"));
    } else {
      fail(code, record, message);
    }
  }

  /**
   * At an outcome, unless its order explains it. What is owed for is explained by nothing but its
   * own dead letter.
   */
  void fail(FindingCode code, OrderCase.Of<Outcome> outcome, OrderCase order, String message) {
    if (outcome.content().isOwed()) {
      fail(code, outcome.record(), message);
    } else {
      fail(code, outcome.record(), order, message);
    }
  }

  /** Something is missing from a partition. */
  void missing(FindingCode code, LineSource.Lane topic, int partition, String message) {
    found.add(Finding.fail(code, Place.partition(topic.topic(), partition), message));
  }

  void add(Finding finding) {
    found.add(finding);
  }

  List<Finding> list() {
    return List.copyOf(found);
  }

  static Place place(LineRecord record) {
    return Place.record(record.topic(), record.partition(), record.offset());
  }

  /** A record as dead letters name it. */
  static PassedBy named(LineRecord record) {
    return new PassedBy(record.topic(), record.partition(), record.offset());
  }

  /** Names a record inside of a message. */
  static String at(LineRecord record) {
    return place(record).toString();
  }
}
