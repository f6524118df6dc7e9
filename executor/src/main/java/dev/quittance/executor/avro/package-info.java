/** Between the executor's records and its own types. */
@NullMarked
package dev.quittance.executor.avro;

import org.jspecify.annotations.NullMarked;
