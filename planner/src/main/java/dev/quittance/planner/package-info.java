/** The planner stage: an order becomes a plan or a refusal. */
@NullMarked
package dev.quittance.planner;

import org.jspecify.annotations.NullMarked;
