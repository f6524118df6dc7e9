/** Tests of the interim heads. */
@NullMarked
package dev.quittance.anchorer.interim;

import org.jspecify.annotations.NullMarked;
