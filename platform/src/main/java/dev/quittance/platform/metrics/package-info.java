/**
 * What the stages measure: records, delays, lag, dead letters, and how it is shown to Prometheus.
 */
@NullMarked
package dev.quittance.platform.metrics;

import org.jspecify.annotations.NullMarked;
