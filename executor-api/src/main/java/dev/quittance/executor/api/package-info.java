/** What a worker asks of an executor of outside work, and what an executor answers. */
@NullMarked
package dev.quittance.executor.api;

import org.jspecify.annotations.NullMarked;
