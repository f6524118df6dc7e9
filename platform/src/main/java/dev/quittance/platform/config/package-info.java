/** The settings of a line: read from {@code quittance.yaml} and the environment, checked, typed. */
@NullMarked
package dev.quittance.platform.config;

import org.jspecify.annotations.NullMarked;
