/** Tests of what becomes of foreign orders. */
@NullMarked
package dev.quittance.market.domain;

import org.jspecify.annotations.NullMarked;
