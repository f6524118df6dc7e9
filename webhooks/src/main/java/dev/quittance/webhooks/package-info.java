/** The stage webhooks: tells tenants' systems of what happens to their orders. */
@NullMarked
package dev.quittance.webhooks;

import org.jspecify.annotations.NullMarked;
