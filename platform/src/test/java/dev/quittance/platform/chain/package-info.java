/** Tests of the chain facade, and the chain as tests see it. */
@NullMarked
package dev.quittance.platform.chain;

import org.jspecify.annotations.NullMarked;
