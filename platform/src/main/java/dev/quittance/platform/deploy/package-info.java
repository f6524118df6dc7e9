/** Bringing up what a line needs: topics, schemas, rules. */
@NullMarked
package dev.quittance.platform.deploy;

import org.jspecify.annotations.NullMarked;
