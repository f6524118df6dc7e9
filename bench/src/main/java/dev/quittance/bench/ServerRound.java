package dev.quittance.bench;

/**
 * What a server did with a number of orders at saturation.
 *
 * @param orders all of them answered with 202
 * @param perSecond orders over the time from the first request to the last answer
 * @param cpuMsPerOrder processor time of the server's process over that of the orders, in ms
 */
public record ServerRound(int orders, double perSecond, double cpuMsPerOrder) {
  /** Orders that the server does with a second of processor time. */
  public double perCoreSecond() {
    return 1000 / cpuMsPerOrder;
  }

  /** Processors that the server's process used: near 1 it was the bound, else something else. */
  public double cores() {
    return perSecond * cpuMsPerOrder / 1000;
  }
}
