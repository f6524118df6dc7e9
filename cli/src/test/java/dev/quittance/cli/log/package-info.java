@NullMarked
package dev.quittance.cli.log;

import org.jspecify.annotations.NullMarked;
