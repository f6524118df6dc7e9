/**
 * Another operator for the contracts of a log: an offer by the old key, taken up by the new one.
 */
@NullMarked
package dev.quittance.platform.chain.handover;

import org.jspecify.annotations.NullMarked;
