/** Decides about requests; pure. */
@NullMarked
package dev.quittance.ingest.domain;

import org.jspecify.annotations.NullMarked;
