/** What settles and assembles periods: pure decisions over stores. */
@NullMarked
package dev.quittance.anchorer.domain;

import org.jspecify.annotations.NullMarked;
