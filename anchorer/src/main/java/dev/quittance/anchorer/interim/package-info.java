/** Signed notes over open periods, while they grow. */
@NullMarked
package dev.quittance.anchorer.interim;

import org.jspecify.annotations.NullMarked;
