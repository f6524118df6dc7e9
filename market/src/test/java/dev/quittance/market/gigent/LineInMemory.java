package dev.quittance.market.gigent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.market.DeliveryJob;
import dev.quittance.market.DeliveryResult;
import dev.quittance.market.MarketFixture;
import dev.quittance.market.Marketplace;
import dev.quittance.market.Outputs;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.avro.OrderSubmitted;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The line between intake and delivery: takes each order id once, does its work in no time and
 * hands its result out until it has an outcome. For one thread, but for {@link #outcomes} and
 * {@link #broken}: results are delivered on threads of their own.
 */
final class LineInMemory implements AutoCloseable {
  private final MarketFixture fixture;
  private final Map<Hash32, DeliveryJob> jobs = new LinkedHashMap<>();
  private final Map<Hash32, String> contents = new LinkedHashMap<>();
  private final Map<Hash32, DeliveryResult> outcomes = new ConcurrentHashMap<>();
  private final Queue<RuntimeException> broken = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(64);
  volatile Verdict verdict = Verdict.COMPLETED;

  LineInMemory(MarketFixture fixture) {
    this.fixture = fixture;
  }

  /** The outputs of its work. */
  Outputs outputs() {
    return (hash, _) -> Optional.of(output(hash));
  }

  private static byte[] output(Bytes32 hash) {
    return ("{\"content\":\"done "
            + hash.toString().substring(2, 10)
            + "\",\"format\":\"markdown\"}")
        .getBytes(UTF_8);
  }

  /** Takes what was brought in since, and has new results delivered. */
  void turn(Marketplace.Deliverer deliverer) {
    for (OrderSubmitted order : fixture.newOrders()) {
      Hash32 id = Hash32.of(order.getOrderId().bytes());
      contents.putIfAbsent(id, UTF_8.decode(order.getOrder().duplicate()).toString());
      DeliveryJob job = job(id, order);
      if (jobs.putIfAbsent(id, job) == null) {
        threads.execute(() -> deliver(job, deliverer));
      }
    }
  }

  /** Hands every result out again, as after a crash before an offset was committed. */
  void again(Marketplace.Deliverer deliverer) {
    jobs.values().forEach(job -> threads.execute(() -> deliver(job, deliverer)));
  }

  private DeliveryJob job(Hash32 id, OrderSubmitted order) {
    return new DeliveryJob(
        id,
        order.getSource(),
        order.getSourceId(),
        order.getTenant(),
        verdict,
        Bytes32.wrap(Hash32.sha256(id.bytes()).bytes()),
        Bytes32.wrap(id.child(0).bytes()),
        Bytes32.wrap(id.child(1).bytes()),
        Address.ZERO,
        order.getSubmittedAt(),
        verdict == Verdict.COMPLETED ? "" : "the work failed",
        false);
  }

  private void deliver(DeliveryJob job, Marketplace.Deliverer deliverer) {
    try {
      while (true) {
        places.acquire();
        DeliveryResult result;
        try {
          result = deliverer.deliver(job);
        } catch (IOException e) {
          result = new DeliveryResult.Again(java.time.Duration.ZERO, e.toString());
        } finally {
          places.release();
        }
        if (!(result instanceof DeliveryResult.Again)) {
          outcomes.put(job.orderId(), result);
          return;
        }
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      broken.add(e);
    }
  }

  /** What ended a delivery, other than its result; for tests to find empty. */
  Queue<RuntimeException> broken() {
    return broken;
  }

  /** Its results, as an operator's release hands them out. */
  List<DeliveryJob> released() {
    return jobs.values().stream()
        .map(job ->
            new DeliveryJob(
                job.orderId(),
                job.market(),
                job.sourceId(),
                job.tenant(),
                job.verdict(),
                job.outputHash(),
                job.stepId(),
                job.leafHash(),
                job.agent(),
                job.completedAtMs(),
                job.message(),
                true))
        .toList();
  }

  Map<Hash32, DeliveryResult> outcomes() {
    return outcomes;
  }

  /** The order documents, each once. */
  Map<Hash32, String> contents() {
    return contents;
  }

  Map<Hash32, DeliveryJob> jobs() {
    return jobs;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
