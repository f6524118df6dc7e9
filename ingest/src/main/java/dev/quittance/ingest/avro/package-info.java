/** Between the records of the topics and the domain of ingest. */
@NullMarked
package dev.quittance.ingest.avro;

import org.jspecify.annotations.NullMarked;
