/** The kinds of task that a model does: prompts, what goes in, what must come out. */
@NullMarked
package dev.quittance.executors.kind;

import org.jspecify.annotations.NullMarked;
