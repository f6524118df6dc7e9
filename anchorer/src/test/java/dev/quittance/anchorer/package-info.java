/** Tests of the anchorer: vectors, laws over random logs, the wiring, real brokers. */
@NullMarked
package dev.quittance.anchorer;

import org.jspecify.annotations.NullMarked;
