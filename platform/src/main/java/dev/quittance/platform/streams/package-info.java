/** How a stage's topology is run: settings, stores, dead letters, lifecycle. */
@NullMarked
package dev.quittance.platform.streams;

import org.jspecify.annotations.NullMarked;
