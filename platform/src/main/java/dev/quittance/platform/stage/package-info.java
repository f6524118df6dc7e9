/** What a stage is and what it is given. */
@NullMarked
package dev.quittance.platform.stage;

import org.jspecify.annotations.NullMarked;
