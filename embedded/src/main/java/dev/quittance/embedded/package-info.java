/** Real Kafka broker, Apicurio Registry and anvil for one machine and for tests. */
@NullMarked
package dev.quittance.embedded;

import org.jspecify.annotations.NullMarked;
