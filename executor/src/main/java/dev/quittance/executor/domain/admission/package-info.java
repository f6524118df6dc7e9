/** Which attempts at steps may begin under the limits that span orders, as pure functions. */
@NullMarked
package dev.quittance.executor.domain.admission;

import org.jspecify.annotations.NullMarked;
