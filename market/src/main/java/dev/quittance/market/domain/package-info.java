/** What becomes of an order that a foreign marketplace brought in, decided purely. */
@NullMarked
package dev.quittance.market.domain;

import org.jspecify.annotations.NullMarked;
