package dev.quittance.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Another process, with its own hash seeds, locale and time zone, decides 10,000 random orders
 * alike.
 */
final class PlanHashProcessTest {
  private static final long SEED = 20_260_105;
  private static final int ORDERS = 10_000;

  @Test
  void anotherProcessGetsTheSamePlanHashes() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=tr",
                "-Duser.timezone=Pacific/Kiritimati",
                "-Dfile.encoding=ISO-8859-1",
                "-cp",
                System.getProperty("java.class.path"),
                PlanHashProcess.class.getName(),
                Long.toString(SEED),
                Integer.toString(ORDERS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    String here = PlanHashProcess.decideAll(SEED, ORDERS);
    String there =
        new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(there).as("seed %d", SEED).isEqualTo(here);
    List<String> parts = List.of(here.split(" ", -1));
    assertThat(Integer.parseInt(parts.getLast())).as("planned orders").isBetween(4_000, 9_500);
  }
}
