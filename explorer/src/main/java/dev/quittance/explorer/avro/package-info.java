/** From records of the log and of payloads to what they mean for the view. */
@NullMarked
package dev.quittance.explorer.avro;

import org.jspecify.annotations.NullMarked;
