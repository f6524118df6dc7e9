/** Between what the market stage decides and its records. */
@NullMarked
package dev.quittance.market.avro;

import org.jspecify.annotations.NullMarked;
