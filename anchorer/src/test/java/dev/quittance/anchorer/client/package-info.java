/** Tests of the anchor client. */
@NullMarked
package dev.quittance.anchorer.client;

import org.jspecify.annotations.NullMarked;
