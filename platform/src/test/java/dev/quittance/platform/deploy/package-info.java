@NullMarked
package dev.quittance.platform.deploy;

import org.jspecify.annotations.NullMarked;
