/** Tests of the tiles. */
@NullMarked
package dev.quittance.anchorer.tiles;

import org.jspecify.annotations.NullMarked;
