package dev.quittance.ingest.domain;

import dev.quittance.planning.document.Hash32;
import java.util.Optional;

/** Which ids are taken, and by what content. */
@FunctionalInterface
public interface TakenIds {
  /** Hash of the order that took the id, whether it was accepted or refused; empty when free. */
  Optional<Hash32> contentOf(Hash32 id);
}
