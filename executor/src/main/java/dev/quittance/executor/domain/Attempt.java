package dev.quittance.executor.domain;

import dev.quittance.planning.document.Hash32;

/**
 * An attempt at a step, and what came of those before it.
 *
 * @param number from 1
 * @param inputHash SHA-256 of the bytes that it works on, the same for every attempt
 * @param failures earlier attempts that count towards the most that may be made
 * @param invalidAnswers those of them whose answer was not what the service promises
 */
public record Attempt(int number, Hash32 inputHash, int failures, int invalidAnswers) {
  static Attempt first(Hash32 inputHash) {
    return new Attempt(1, inputHash, 0, 0);
  }
}
