@NullMarked
package dev.quittance.line;

import org.jspecify.annotations.NullMarked;
