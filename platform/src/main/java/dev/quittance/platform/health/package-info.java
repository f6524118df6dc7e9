/** Whether a process does its work, told over HTTP. */
@NullMarked
package dev.quittance.platform.health;

import org.jspecify.annotations.NullMarked;
