@NullMarked
package dev.quittance.platform.trace;

import org.jspecify.annotations.NullMarked;
