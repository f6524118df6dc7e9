package dev.quittance.planning.document;

/**
 * An input that lies in the blob store. It is opaque: references inside of it are not filled in.
 *
 * @param sha256 hash of its bytes
 * @param bytes how many bytes it has, 0..{@link Limits#INPUT_BYTES}
 */
public record InputRef(Hash32 sha256, int bytes) {
  static InputRef read(MemberReader members) {
    return new InputRef(members.hash("sha256"), members.integer("bytes", 0, Limits.INPUT_BYTES));
  }
}
