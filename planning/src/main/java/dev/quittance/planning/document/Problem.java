package dev.quittance.planning.document;

/**
 * One thing that is wrong with a document.
 *
 * @param pointer JSON pointer (RFC 6901) of the value, empty for the whole document
 * @param found what is wrong, such as {@code is missing}
 * @param expected what would be right
 */
public record Problem(String pointer, String found, String expected) {
  /** One line for people: pointer, what is wrong, what is expected. */
  @Override
  public String toString() {
    return (pointer.isEmpty() ? "document" : pointer) + " " + found + "; expected " + expected;
  }
}
