/** Tests of handing contracts over to another operator. */
@NullMarked
package dev.quittance.platform.chain.handover;

import org.jspecify.annotations.NullMarked;
