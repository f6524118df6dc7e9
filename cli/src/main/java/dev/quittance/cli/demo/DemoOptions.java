package dev.quittance.cli.demo;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the demo was asked for.
 *
 * @param home root of the checkout, where {@code samples/} is
 * @param orders how many orders to feed; empty for each sample once
 * @param exit whether to end after the audit instead of staying up
 * @param json whether to print one line of JSON on standard output
 * @param data folder to keep and go on from; empty for a temporary one
 */
record DemoOptions(
    Path home, Optional<Integer> orders, boolean exit, boolean json, Optional<Path> data) {}
