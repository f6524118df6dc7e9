/** Rows and laws of references and graphs. */
@NullMarked
package dev.quittance.planning.graph;

import org.jspecify.annotations.NullMarked;
