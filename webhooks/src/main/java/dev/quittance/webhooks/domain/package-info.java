/** How messages reach webhook endpoints, as pure decisions over attempts and their outcomes. */
@NullMarked
package dev.quittance.webhooks.domain;

import org.jspecify.annotations.NullMarked;
