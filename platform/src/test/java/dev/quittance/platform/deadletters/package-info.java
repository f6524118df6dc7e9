/** Records that can't be processed. */
@NullMarked
package dev.quittance.platform.deadletters;

import org.jspecify.annotations.NullMarked;
