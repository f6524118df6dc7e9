/** Tests of what records say of orders. */
@NullMarked
package dev.quittance.platform.events;

import org.jspecify.annotations.NullMarked;
