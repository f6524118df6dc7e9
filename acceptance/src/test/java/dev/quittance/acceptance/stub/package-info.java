/** Vendors' servers that fail, hang and lie, and that remember how they were called. */
@NullMarked
package dev.quittance.acceptance.stub;

import org.jspecify.annotations.NullMarked;
