package dev.quittance.ingest.http;

import dev.quittance.ingest.Samples;
import dev.quittance.ingest.TestSerdes;
import dev.quittance.ingest.kafka.KafkaOrderRequestLog;
import dev.quittance.platform.admission.Admission;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.http.OpenApiContract;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The gateway on a real listener, its producer in memory. */
final class GatewayServer implements AutoCloseable {
  static final TraceParent FRESH_TRACE =
      TraceParent.parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").orElseThrow();

  static final long BODY_TIMEOUT_MS = 3_000;
  private static final Admission.Limits GENEROUS =
      new Admission.Limits(1_000_000, 1_000_000, 1000, 10_000, 1000);

  /** Orders on their way through the line; looked at twice a second. */
  final AtomicLong backlog = new AtomicLong();

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger ids = new AtomicInteger();
  private final HttpHost host;
  final OpenApiContract contract;
  final MockProducer<byte[], byte[]> producer;
  final BlobStore blobs;
  final Gateway gateway;

  /**
   * @param acknowledges whether the broker answers by itself
   */
  GatewayServer(Path directory, boolean acknowledges) {
    this(directory, acknowledges, GENEROUS, OpenApiContract.published());
  }

  /**
   * @param acknowledges whether the broker answers by itself
   */
  GatewayServer(
      Path directory, boolean acknowledges, Admission.Limits limits, OpenApiContract contract) {
    this.contract = contract;
    this.producer =
        new MockProducer<>(
            acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            return super.send(
                record,
                (written, failure) ->
                    callback.onCompletion(written == null ? null : appended(written), failure));
          }
        };
    this.blobs = new DirectoryBlobStore(directory);
    this.gateway =
        new Gateway(
            new ApiKeys(() -> Samples.CATALOGUE),
            new KafkaOrderRequestLog(
                producer,
                new TestSerdes().of(Topics.ORDER_REQUESTS).serializer(),
                acknowledges ? 20_000 : 500),
            blobs,
            InstantSource.fixed(Instant.ofEpochMilli(Samples.NOW_MS)),
            Samples.PROMISES,
            () -> "fresh-" + ids.incrementAndGet(),
            () -> FRESH_TRACE,
            limits,
            backlog::get,
            BODY_TIMEOUT_MS);
    this.host = HttpHost.open("127.0.0.1", 0, List.of(gateway));
  }

  /** As a topic with append time answers. */
  private static RecordMetadata appended(RecordMetadata written) {
    return new RecordMetadata(
        new TopicPartition(written.topic(), written.partition()),
        written.offset(),
        0,
        Samples.NOW_MS,
        written.serializedKeySize(),
        written.serializedValueSize());
  }

  /** Where it listens. */
  int port() {
    return host.port();
  }

  /** A request to a path, with acme's key. */
  HttpRequest.Builder to(String path) {
    return anonymous(path).header("Authorization", "Bearer " + Samples.ACME_KEY);
  }

  /** A request to a path without a key. */
  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path));
  }

  /** Posts an order with acme's key and more headers. */
  HttpResponse<String> order(byte[] body, String... headers) {
    HttpRequest.Builder request = to("/v1/orders").header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.POST(BodyPublishers.ofByteArray(body)));
  }

  /** Sends it, and holds the answer to the published contract where that describes the request. */
  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return contract.checkIfDescribed(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What is answered to a request whose body stalls, and that the connection is closed then. */
  OpenApiContract.Raw stalled(String line, String key) {
    return OpenApiContract.Raw.stalled(host.port(), line, key);
  }

  @Override
  public void close() {
    host.close();
    client.close();
  }
}
