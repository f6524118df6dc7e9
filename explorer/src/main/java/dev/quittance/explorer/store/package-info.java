/** The order view's own RocksDB. */
@NullMarked
package dev.quittance.explorer.store;

import org.jspecify.annotations.NullMarked;
