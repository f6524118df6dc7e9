package dev.quittance.executor.builtin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a task ended: with an output, or with a reason. */
public sealed interface TaskOutcome {

  /**
   * The work is done.
   *
   * @param canonicalOutput the output as RFC 8785 JSON in UTF-8
   */
  @SuppressWarnings("ArrayRecordComponent") // copied in and out, and compared by content
  record Completed(byte[] canonicalOutput) implements TaskOutcome {
    /** Keeps its own copy of the bytes. */
    public Completed {
      canonicalOutput = canonicalOutput.clone();
    }

    /** A copy of the output's bytes. */
    @Override
    public byte[] canonicalOutput() {
      return canonicalOutput.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Completed that
          && Arrays.equals(canonicalOutput, that.canonicalOutput);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(canonicalOutput);
    }

    @Override
    public String toString() {
      return "Completed[" + new String(canonicalOutput, StandardCharsets.UTF_8) + "]";
    }
  }

  /**
   * The work cannot be done, and trying again with the same input cannot help.
   *
   * @param code a stable reason in kebab case, for example {@code invalid-input}
   * @param message what is wrong and what is expected; fields are named by JSON pointer
   */
  record Failed(String code, String message) implements TaskOutcome {}
}
