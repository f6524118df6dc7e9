package dev.quittance.planning.graph;

import dev.quittance.planning.document.CanonicalJson;

/** What filling in the references of an input gave. */
public sealed interface Rendered {
  /**
   * All references were found.
   *
   * @param input the input, whose canonical bytes are what the step works on
   */
  record Ok(CanonicalJson input) implements Rendered {}

  /**
   * A referenced output is not there, or has nothing at the path.
   *
   * @param reference the first such reference
   * @param message what is missing, for people
   */
  record Missing(Reference reference, String message) implements Rendered {}

  /**
   * The rendered input would pass the limits of size or depth.
   *
   * @param message which limit, for people
   */
  record TooLarge(String message) implements Rendered {}
}
