/** Tests of the webhooks stage. */
@NullMarked
package dev.quittance.webhooks;

import org.jspecify.annotations.NullMarked;
