/** What a thread works on: order and trace, from the gateway through every topic to the logs. */
@NullMarked
package dev.quittance.platform.trace;

import org.jspecify.annotations.NullMarked;
