/** The catalogue of agents, policies and tenants, followed from its topics. */
@NullMarked
package dev.quittance.platform.catalogue;

import org.jspecify.annotations.NullMarked;
