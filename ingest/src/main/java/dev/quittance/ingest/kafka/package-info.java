/** Writes requests to their topic on behalf of the adapters. */
@NullMarked
package dev.quittance.ingest.kafka;

import org.jspecify.annotations.NullMarked;
