/** The read API. */
@NullMarked
package dev.quittance.explorer.http;

import org.jspecify.annotations.NullMarked;
