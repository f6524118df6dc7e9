/** What the planner decides, as pure functions. */
@NullMarked
package dev.quittance.planner.domain;

import org.jspecify.annotations.NullMarked;
