/** Between records, stored bytes and the types that decide. */
@NullMarked
package dev.quittance.webhooks.avro;

import org.jspecify.annotations.NullMarked;
