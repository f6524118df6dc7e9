/** Tests of the payout client. */
@NullMarked
package dev.quittance.settler.payout;

import org.jspecify.annotations.NullMarked;
