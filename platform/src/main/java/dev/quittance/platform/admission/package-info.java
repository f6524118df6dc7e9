/** Decides how many requests that write are taken; pure. */
@NullMarked
package dev.quittance.platform.admission;

import org.jspecify.annotations.NullMarked;
