package dev.quittance.market.gigent;

import dev.quittance.market.MarketContext;
import dev.quittance.market.MarketFixture;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.http.BlockingHttp;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A process that dies at its n-th step: from then on nothing of it reaches the back end or a topic.
 * Each request and each append is two steps, before its effect and after it.
 */
final class MortalProcess implements GigentApi.Transport, AutoCloseable {
  private final GigentApi.Transport alive = GigentApi.http();
  private final AtomicInteger steps = new AtomicInteger();
  private final int lastStep;
  private final GigentApi api;
  private final AgentIntake intake;
  private final GigentDeliverer deliverer;

  /**
   * @param lastStep 0 for one that does not die by itself
   */
  MortalProcess(GigentSettings settings, MarketFixture fixture, LineInMemory line, int lastStep) {
    this(settings, fixture, line, lastStep, _ -> false);
  }

  MortalProcess(
      GigentSettings settings,
      MarketFixture fixture,
      LineInMemory line,
      int lastStep,
      Predicate<Hash32> isApproved) {
    this.lastStep = lastStep;
    this.api = new GigentApi(settings.url(), this);
    MarketContext context = fixture.context(line.outputs(), this::passOrDie);
    OurAgents agents = new OurAgents();
    this.deliverer = new GigentDeliverer(settings, api, agents, line.outputs());
    this.intake =
        new AgentIntake(settings, settings.agents().getFirst(), api, context, agents, isApproved);
  }

  MortalProcess start() {
    intake.start();
    return this;
  }

  GigentDeliverer deliverer() {
    return deliverer;
  }

  /** How many steps it has taken. */
  int steps() {
    return steps.get();
  }

  boolean isDead() {
    return lastStep > 0 && steps.get() >= lastStep;
  }

  private void passOrDie() {
    int step = steps.incrementAndGet();
    if (lastStep > 0 && step >= lastStep) {
      throw new IllegalStateException("the process is dead");
    }
  }

  @Override
  public BlockingHttp.Answer send(
      HttpMethod method, String url, Map<String, String> headers, byte @Nullable [] body)
      throws IOException {
    try {
      passOrDie();
      BlockingHttp.Answer answer = alive.send(method, url, headers, body);
      passOrDie();
      return answer;
    } catch (IllegalStateException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    intake.close();
    alive.close();
  }
}
