/** The period closer: decides when periods end and writes their closes. */
@NullMarked
package dev.quittance.anchorer.closer;

import org.jspecify.annotations.NullMarked;
