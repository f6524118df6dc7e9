package dev.quittance.receipts.bundle;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.disclosure.Disclosure;
import dev.quittance.receipts.disclosure.FieldLeaf;
import dev.quittance.receipts.merkle.InclusionProof;

/**
 * A disclosed field as it stands in a bundle, before its pointer and value are known to be good.
 *
 * @param path JSON pointer
 * @param value canonical JSON
 * @param salt the field's salt
 * @param proof its place in the field tree
 */
public record BundledField(String path, String value, Bytes32 salt, InclusionProof proof) {

  /** The field of a disclosure. */
  public static BundledField of(Disclosure disclosure) {
    FieldLeaf field = disclosure.field();
    return new BundledField(field.path(), field.value(), field.salt(), disclosure.proof());
  }

  /**
   * The disclosure.
   *
   * @throws IllegalArgumentException if the path is no JSON pointer or the value not canonical
   */
  public Disclosure disclosure() {
    return new Disclosure(new FieldLeaf(path, value, salt), proof);
  }
}
