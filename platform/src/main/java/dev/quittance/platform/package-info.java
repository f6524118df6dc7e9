/** The runtime kit that every stage is built on. */
@NullMarked
package dev.quittance.platform;

import org.jspecify.annotations.NullMarked;
