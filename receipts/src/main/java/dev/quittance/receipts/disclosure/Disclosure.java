package dev.quittance.receipts.disclosure;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.InclusionProof;

/**
 * A field with the proof that a receipt's detailsRoot commits to it; the fields beside it stay
 * hidden.
 *
 * @param field path, value and salt
 * @param proof its place in the field tree
 */
public record Disclosure(FieldLeaf field, InclusionProof proof) {

  /** Whether the receipt with the given detailsRoot commits to the field. */
  public boolean verify(Bytes32 detailsRoot) {
    return proof.verify(field.leafHash(), detailsRoot);
  }
}
