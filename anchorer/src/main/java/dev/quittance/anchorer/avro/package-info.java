/** Between the records of the anchorer's topics and the values of the trust core, both ways. */
@NullMarked
package dev.quittance.anchorer.avro;

import org.jspecify.annotations.NullMarked;
