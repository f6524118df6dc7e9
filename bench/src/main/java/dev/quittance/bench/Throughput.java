package dev.quittance.bench;

/**
 * What a backlog came to.
 *
 * @param records what went through
 * @param perSecond records over the time from the append of the first input to the append of the
 *     last output, both in the broker's clock
 * @param cpuMsPerRecord processor time of all processes over that of the backlog, in ms
 */
public record Throughput(int records, double perSecond, double cpuMsPerRecord) {}
