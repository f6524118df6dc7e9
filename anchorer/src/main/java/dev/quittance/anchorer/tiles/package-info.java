/** From the topic {@code log-tiles} to where tiles are served from. */
@NullMarked
package dev.quittance.anchorer.tiles;

import org.jspecify.annotations.NullMarked;
