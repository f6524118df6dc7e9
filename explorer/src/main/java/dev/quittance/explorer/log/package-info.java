/** The log as it is published: an index of its records, its tiles, and bundles made of them. */
@NullMarked
package dev.quittance.explorer.log;

import org.jspecify.annotations.NullMarked;
