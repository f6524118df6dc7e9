/** The laws of the follower. */
@NullMarked
package dev.quittance.market.agentl2.follow;

import org.jspecify.annotations.NullMarked;
