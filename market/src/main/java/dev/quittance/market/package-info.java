/**
 * The stage where foreign marketplaces meet the line: they bring orders in and are given results. A
 * marketplace is a package below this one.
 */
@NullMarked
package dev.quittance.market;

import org.jspecify.annotations.NullMarked;
