/**
 * How the steps of an order hang together: references in inputs, and the graph of what needs what.
 */
@NullMarked
package dev.quittance.planning.graph;

import org.jspecify.annotations.NullMarked;
