/** What is known of an order, as a pure fold over what the topics say of it. */
@NullMarked
package dev.quittance.explorer.domain;

import org.jspecify.annotations.NullMarked;
