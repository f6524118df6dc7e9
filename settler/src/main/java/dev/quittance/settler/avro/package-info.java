/** Between the settler's records and its own types. */
@NullMarked
package dev.quittance.settler.avro;

import org.jspecify.annotations.NullMarked;
