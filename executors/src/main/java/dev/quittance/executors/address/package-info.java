/** Which URLs and addresses outgoing calls may have: pure rules without any look-up. */
@NullMarked
package dev.quittance.executors.address;

import org.jspecify.annotations.NullMarked;
