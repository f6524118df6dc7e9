/** What an order works on: its service's payload, or the input that its buyer put. */
@NullMarked
package dev.quittance.market.agentl2.input;

import org.jspecify.annotations.NullMarked;
