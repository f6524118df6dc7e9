/** Between the planner's records and its own types. */
@NullMarked
package dev.quittance.planner.avro;

import org.jspecify.annotations.NullMarked;
