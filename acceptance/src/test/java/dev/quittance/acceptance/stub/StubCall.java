package dev.quittance.acceptance.stub;

/**
 * One call as the vendor saw it.
 *
 * @param key the idempotency key
 * @param number which call under this key, from 1
 * @param startedMs when it came in, unix ms
 * @param behaviour what was done with it
 * @param signed whether it proved where it comes from, where that is asked for
 */
public record StubCall(
    String key, int number, long startedMs, Behaviour behaviour, boolean signed) {}
