/** Does the outside work of {@code tasks}: one worker per process, a virtual thread per call. */
@NullMarked
package dev.quittance.executor.worker;

import org.jspecify.annotations.NullMarked;
