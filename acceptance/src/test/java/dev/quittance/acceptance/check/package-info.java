/** What must hold of a line whatever happened to it, read from its topics, chain and vendors. */
@NullMarked
package dev.quittance.acceptance.check;

import org.jspecify.annotations.NullMarked;
