package dev.quittance.auditor.source;

import java.util.Optional;

/**
 * A record of a topic with one partition.
 *
 * @param offset where it stands
 * @param content what it says; empty if its value does not decode
 */
public record Published<T>(long offset, Optional<T> content) {}
