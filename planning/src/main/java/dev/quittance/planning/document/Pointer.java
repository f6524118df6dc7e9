package dev.quittance.planning.document;

import org.jspecify.annotations.Nullable;

/**
 * A place in a document as RFC 6901 writes it; its text is made when somebody asks for it, since
 * most documents have no problem to point at.
 *
 * @param above the value that holds it, null for the whole document
 * @param member its name or index there
 */
record Pointer(@Nullable Pointer above, String member) {
  /** The whole document. */
  static final Pointer ROOT = new Pointer(null, "");

  Pointer below(String name) {
    return new Pointer(this, name);
  }

  Pointer below(int index) {
    return new Pointer(this, Integer.toString(index));
  }

  @Override
  public String toString() {
    return above == null ? "" : above + "/" + member.replace("~", "~0").replace("/", "~1");
  }
}
