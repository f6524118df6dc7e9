package dev.quittance.bench;

import io.vertx.core.buffer.Buffer;

/**
 * An order that was made beforehand, and the answer that it must get.
 *
 * @param key its Idempotency-Key
 * @param orderId hexadecimal, with 0x
 */
record HttpOrder(String key, String orderId, Buffer body) {}
