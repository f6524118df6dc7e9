/** The executor stage: walks a plan; a ready step becomes a task, its outcome one execution. */
@NullMarked
package dev.quittance.executor;

import org.jspecify.annotations.NullMarked;
