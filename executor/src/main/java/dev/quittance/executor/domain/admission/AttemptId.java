package dev.quittance.executor.domain.admission;

import dev.quittance.planning.document.Hash32;

/**
 * Names an attempt at a step among all that ever were.
 *
 * @param attempt from 1
 */
public record AttemptId(Hash32 stepId, int attempt) {}
