/** Tests of what an audit says about orders. */
@NullMarked
package dev.quittance.auditor.line;

import org.jspecify.annotations.NullMarked;
