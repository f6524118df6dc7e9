/** Tests of the outbox. */
@NullMarked
package dev.quittance.platform.chain.outbox;

import org.jspecify.annotations.NullMarked;
