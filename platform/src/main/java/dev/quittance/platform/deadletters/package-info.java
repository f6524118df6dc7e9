/** Records that can't be processed: struck out, set aside with their reason, and put back. */
@NullMarked
package dev.quittance.platform.deadletters;

import org.jspecify.annotations.NullMarked;
