package dev.quittance.planning;

import dev.quittance.planning.document.Document;
import dev.quittance.planning.document.Hash32;

/**
 * A document with its hash, computed once when it enters a catalogue.
 *
 * @param document the document
 * @param hash its hash
 * @param <D> its kind
 */
public record Hashed<D extends Document>(D document, Hash32 hash) {
  /** Hashes the document. */
  public static <D extends Document> Hashed<D> of(D document) {
    return new Hashed<>(document, document.hash());
  }
}
