/** Tests of what stands in records and stores. */
@NullMarked
package dev.quittance.webhooks.avro;

import org.jspecify.annotations.NullMarked;
