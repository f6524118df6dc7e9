/**
 * The JSON documents that planning reads and writes: strict parsers, canonical bytes and hashes.
 */
@NullMarked
package dev.quittance.planning.document;

import org.jspecify.annotations.NullMarked;
