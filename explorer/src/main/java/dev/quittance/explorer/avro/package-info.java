/** From records of the topics to what they say of an order. */
@NullMarked
package dev.quittance.explorer.avro;

import org.jspecify.annotations.NullMarked;
