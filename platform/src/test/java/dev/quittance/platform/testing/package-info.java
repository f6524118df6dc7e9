/** What tests of stages share: serdes without a registry. */
@NullMarked
package dev.quittance.platform.testing;

import org.jspecify.annotations.NullMarked;
