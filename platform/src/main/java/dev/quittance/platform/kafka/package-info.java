/** Kafka clients and the serdes that speak to the schema registry. */
@NullMarked
package dev.quittance.platform.kafka;

import org.jspecify.annotations.NullMarked;
