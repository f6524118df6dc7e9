/** Folds records into views, indexes and counts, on any ordered key-value store. */
@NullMarked
package dev.quittance.explorer.fold;

import org.jspecify.annotations.NullMarked;
