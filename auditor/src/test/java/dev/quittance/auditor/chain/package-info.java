/** Tests of asking chains. */
@NullMarked
package dev.quittance.auditor.chain;

import org.jspecify.annotations.NullMarked;
