@NullMarked
package dev.quittance.platform.metrics;

import org.jspecify.annotations.NullMarked;
