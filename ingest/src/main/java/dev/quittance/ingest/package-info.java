/** The ingest stage: requests from outside become accepted orders or refusals, each once. */
@NullMarked
package dev.quittance.ingest;

import org.jspecify.annotations.NullMarked;
