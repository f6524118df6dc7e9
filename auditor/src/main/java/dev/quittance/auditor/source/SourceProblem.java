package dev.quittance.auditor.source;

import java.util.OptionalInt;

/**
 * Something is wrong with a source itself, before anything of the log is looked at.
 *
 * @param topic the topic that it is about
 * @param partition its partition, if it is about one
 * @param isFatal whether its records can't be read
 * @param message what is wrong, with file and byte where there are any, and what to do
 */
public record SourceProblem(String topic, OptionalInt partition, boolean isFatal, String message) {}
