/** The built-in deterministic executors: pure functions from a task's input to its outcome. */
@NullMarked
package dev.quittance.executor.builtin;

import org.jspecify.annotations.NullMarked;
