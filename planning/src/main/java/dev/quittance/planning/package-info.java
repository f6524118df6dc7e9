/**
 * Pure: order and plan documents, policy, vendor selection; the planner runs it, the auditor runs
 * it again.
 */
@NullMarked
package dev.quittance.planning;

import org.jspecify.annotations.NullMarked;
