package dev.quittance.platform.config;

import java.nio.file.Path;

/**
 * One thing that is wrong with the settings, worded for the person who wrote them.
 *
 * @param origin where they wrote it
 * @param pointer JSON Pointer (RFC 6901) of the setting; empty for the whole file
 * @param text what is wrong, and after a semicolon what is expected
 */
public record ConfigProblem(Origin origin, String pointer, String text) {

  /** Where a setting was written. */
  public sealed interface Origin {}

  /** The file as a whole: it is missing or can't be read. */
  public record WholeFile(Path file) implements Origin {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /** A place in the file; line and column count from 1. */
  public record InFile(Path file, int line, int column) implements Origin {
    @Override
    public String toString() {
      return file + ":" + line + ":" + column;
    }
  }

  /** An environment variable. */
  public record InEnvironment(String variable) implements Origin {
    @Override
    public String toString() {
      return "environment variable " + variable;
    }
  }

  /** {@code file:line:column: /pointer: what is wrong; what is expected}. */
  @Override
  public String toString() {
    return pointer.isEmpty() ? origin + ": " + text : origin + ": " + pointer + ": " + text;
  }
}
