/** The stores of the trust core and the domain, kept by Kafka Streams. */
@NullMarked
package dev.quittance.anchorer.store;

import org.jspecify.annotations.NullMarked;
