/** The seed, the keys derived from it, and signing with them. */
@NullMarked
package dev.quittance.platform.keys;

import org.jspecify.annotations.NullMarked;
