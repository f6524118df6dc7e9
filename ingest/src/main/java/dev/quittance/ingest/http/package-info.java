/** The HTTP gateway: the adapter through which clients order. */
@NullMarked
package dev.quittance.ingest.http;

import org.jspecify.annotations.NullMarked;
