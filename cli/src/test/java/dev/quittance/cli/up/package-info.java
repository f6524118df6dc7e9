@NullMarked
package dev.quittance.cli.up;

import org.jspecify.annotations.NullMarked;
