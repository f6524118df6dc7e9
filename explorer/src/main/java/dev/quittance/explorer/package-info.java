/** The order view: follows the topics and tells what became of each order. */
@NullMarked
package dev.quittance.explorer;

import org.jspecify.annotations.NullMarked;
