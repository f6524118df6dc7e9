/** Tests of what decides about messages. */
@NullMarked
package dev.quittance.webhooks.domain;

import org.jspecify.annotations.NullMarked;
