/** Tests of the access to brokers and of the records' serdes. */
@NullMarked
package dev.quittance.platform.kafka;

import org.jspecify.annotations.NullMarked;
