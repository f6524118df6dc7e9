/** Tests of the store. */
@NullMarked
package dev.quittance.anchorer.store;

import org.jspecify.annotations.NullMarked;
