@NullMarked
package dev.quittance.platform.health;

import org.jspecify.annotations.NullMarked;
