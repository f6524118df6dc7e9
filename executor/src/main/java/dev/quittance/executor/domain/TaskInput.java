package dev.quittance.executor.domain;

import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;

/** What a task works on. */
public sealed interface TaskInput {
  /** SHA-256 of the bytes that are worked on. */
  Hash32 hash();

  /**
   * A JSON value with all references filled in; its RFC 8785 bytes are worked on.
   *
   * @param json the value
   */
  record Rendered(CanonicalJson json, Hash32 hash) implements TaskInput {}

  /** Bytes of the blob store, exactly as stored. */
  record Stored(Hash32 hash) implements TaskInput {}
}
