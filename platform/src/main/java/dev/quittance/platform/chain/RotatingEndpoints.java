package dev.quittance.platform.chain;

import dev.quittance.platform.config.ShownUrl;
import io.reactivex.Flowable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.BatchResponse;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.protocol.http.HttpService;
import org.web3j.protocol.websocket.events.Notification;

/**
 * Several JSON-RPC endpoints of one chain, of which one is asked at a time.
 *
 * <p>One that does not answer is not asked again before the others; the question fails all the
 * same, since answers from two nodes make no picture of one moment. Safe for any number of threads.
 */
final class RotatingEndpoints implements Web3jService {
  private final List<Endpoint> endpoints;
  private final AtomicInteger current = new AtomicInteger();

  private record Endpoint(String shown, HttpService service) {}

  /** The endpoints with these URLs, at least one; nothing is sent yet. */
  RotatingEndpoints(List<String> urls) {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException("a chain needs an endpoint");
    }
    endpoints =
        IntStream.range(0, urls.size())
            .mapToObj(i -> new Endpoint(shown(urls, i), new HttpService(urls.get(i))))
            .toList();
  }

  /** Providers' keys are masked, so that addresses alone need not tell endpoints apart. */
  private static String shown(List<String> urls, int index) {
    String shown = ShownUrl.ofRpc(urls.get(index));
    return urls.size() == 1 ? shown : "%s (%d of %d)".formatted(shown, index + 1, urls.size());
  }

  /** How many there are. */
  int count() {
    return endpoints.size();
  }

  /** All of them, the one that is asked now first. */
  List<HttpService> all() {
    int first = current.get();
    return IntStream.range(0, endpoints.size())
        .mapToObj(i -> endpoints.get((first + i) % endpoints.size()).service())
        .toList();
  }

  /** The one that is asked now, as it may be shown. */
  String shown() {
    return endpoints.get(current.get()).shown();
  }

  /** The one that is asked now. */
  int current() {
    return current.get();
  }

  /** Asks the one after this from now on, unless another one is asked already. */
  void nextAfter(int asked) {
    current.compareAndSet(asked, (asked + 1) % endpoints.size());
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's
  public <T extends Response> T send(Request request, Class<T> type) throws IOException {
    int asked = current.get();
    try {
      return endpoints.get(asked).service().send(request, type);
    } catch (IOException | ClientConnectionException e) {
      nextAfter(asked);
      throw e;
    }
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's
  public <T extends Response> CompletableFuture<T> sendAsync(Request request, Class<T> type) {
    return endpoints.get(current.get()).service().sendAsync(request, type);
  }

  @Override
  public BatchResponse sendBatch(BatchRequest batch) throws IOException {
    return endpoints.get(current.get()).service().sendBatch(batch);
  }

  @Override
  public CompletableFuture<BatchResponse> sendBatchAsync(BatchRequest batch) {
    return endpoints.get(current.get()).service().sendBatchAsync(batch);
  }

  @Override
  @SuppressWarnings("rawtypes") // the interface's
  public <T extends Notification<?>> Flowable<T> subscribe(
      Request request, String unsubscribeMethod, Class<T> type) {
    return endpoints.get(current.get()).service().subscribe(request, unsubscribeMethod, type);
  }

  @Override
  public void close() throws IOException {
    for (Endpoint endpoint : endpoints) {
      endpoint.service().close();
    }
  }
}
