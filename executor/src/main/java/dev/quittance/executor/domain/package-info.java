/** What the executor decides, as pure functions. */
@NullMarked
package dev.quittance.executor.domain;

import org.jspecify.annotations.NullMarked;
