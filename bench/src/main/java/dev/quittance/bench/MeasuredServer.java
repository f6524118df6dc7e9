package dev.quittance.bench;

import dev.quittance.ingest.IngestStage;
import dev.quittance.ingest.OpenGateway;
import dev.quittance.line.OpenLine;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.RunningStage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The process of a server under measurement, started by {@link ServerProcess}: the gateway, or the
 * bare server beside it. It says {@code port N} on its standard output when it can be asked, obeys
 * {@code profile} and {@code profiled PHASE} on its standard input, each answered with a line, and
 * ends when that ends.
 */
public final class MeasuredServer {
  private static final int POLL_MS = 20;

  /** What can be measured. */
  enum Kind {
    GATEWAY,
    BARE
  }

  private MeasuredServer() {}

  /** Arguments: the kind, the settings' file, a folder for profiles. */
  public static void main(String[] args) throws IOException {
    Settings settings = settings(Path.of(args[1]));
    switch (Kind.valueOf(args[0])) {
      case GATEWAY -> gateway(settings, Path.of(args[2]));
      case BARE -> bare(settings, Path.of(args[2]));
    }
  }

  /** As the ingest stage opens it, without topology and order view beside it. */
  private static void gateway(Settings settings, Path profiles) throws IOException {
    try (OpenLine line = OpenLine.open(settings, Map.of(), MeasuredServer::failed);
        OpenGateway gateway = new IngestStage(settings.gateway()).openGateway(line.context())) {
      awaitReady(line.context().catalogue());
      try (HttpHost host = HttpHost.open("127.0.0.1", 0, List.of(gateway))) {
        serve(host, profiles);
      }
    }
  }

  private static void bare(Settings settings, Path profiles) throws IOException {
    try (BareServer bare = new BareServer(SettingsWiring.kafkaAccess(settings).producer());
        HttpHost host = HttpHost.open("127.0.0.1", 0, List.of(bare))) {
      serve(host, profiles);
    }
  }

  private static void serve(HttpHost host, Path profiles) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    out.println("port " + host.port());
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      obey(line, profiles);
      out.println("done");
    }
  }

  private static void obey(String line, Path profiles) throws IOException {
    Profiler profiler = Profiler.into(profiles);
    if (line.equals("profile")) {
      profiler.start();
    } else {
      profiler.stop(line.substring(line.indexOf(' ') + 1));
    }
  }

  private static Settings settings(Path file) throws IOException {
    return switch (SettingsFile.load(file, Map.of())) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(var problems) ->
          throw new IOException(Files.readString(file) + " is refused: " + problems);
    };
  }

  private static void awaitReady(RunningStage stage) {
    while (!stage.isReady()) {
      try {
        Thread.sleep(POLL_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while it was starting", e);
      }
    }
  }

  private static void failed(Throwable failure) {
    System.err.println("a part of the server stopped: " + failure);
  }
}
