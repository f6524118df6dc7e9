package dev.quittance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.line.LineStages;
import dev.quittance.platform.config.SettingsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of {@code deploy/} and the compose file, held against the program they deploy. */
class DeploymentFilesTest {
  private static final Path HOME =
      Path.of(Objects.requireNonNull(System.getProperty("quittance.home")));
  private static final Path DEPLOY = HOME.resolve("deploy");
  private static final String SETTINGS = "/etc/quittance/quittance.yaml";
  private static final String PORT = "8088";

  private final Map<String, Object> compose = yaml(HOME.resolve("docker-compose.yml"));
  private final Map<String, Object> scraping = yaml(DEPLOY.resolve("prometheus.yml"));

  static List<String> stages() {
    return LineStages.KNOWN;
  }

  @ParameterizedTest
  @MethodSource("stages")
  void everyStageIsAService(String stage) {
    Map<String, Object> service = service(stage);

    assertThat(service.get("command")).isEqualTo(List.of("run", stage, "-c", SETTINGS));
    assertThat(service.get("restart")).isEqualTo("unless-stopped");
    assertThat(service).containsKey("mem_limit");
    assertThat(map(service, "depends_on")).containsOnlyKeys("setup");
    assertThat(map(service, "environment"))
        .containsEntry("QUITTANCE_STREAMS_INSTANCE_ID", stage + "-1");
    assertThat(strings(member(service, "volumes")))
        .contains(stage + ":/data", "line:/line:ro")
        .contains("./deploy/quittance.yaml:" + SETTINGS + ":ro");
    assertThat(map(compose, "volumes")).containsKey(stage);
  }

  @ParameterizedTest
  @MethodSource("stages")
  void everyStagesHealthIsChecked(String stage) {
    String script = "/opt/quittance/bin/stage-ready";

    assertThat(map(service(stage), "healthcheck").get("test")).isEqualTo(List.of("CMD", script));
    assertThat(read(DEPLOY.resolve("Dockerfile")))
        .contains("CMD [\"" + script + "\"]")
        .contains("COPY deploy/bin /opt/quittance/bin")
        .contains("QUITTANCE_HTTP_PORT=" + PORT);
    assertThat(DEPLOY.resolve("bin/stage-ready")).isExecutable();
  }

  @ParameterizedTest
  @MethodSource("stages")
  void everyStageIsScraped(String stage) {
    List<Map<String, Object>> jobs =
        maps(member(scraping, "scrape_configs")).stream()
            .filter(job -> stage.equals(job.get("job_name")))
            .toList();

    assertThat(jobs).hasSize(1);
    assertThat(targets(jobs.getFirst())).containsExactly(stage + ":" + PORT);
  }

  @Test
  void whatNotEveryLineHasIsAskedForAndIsNoTargetBefore() {
    List<String> asked = List.of(LineStages.MARKET, LineStages.WEBHOOKS);
    assertThat(asked)
        .allSatisfy(stage ->
            assertThat(strings(member(service(stage), "profiles"))).containsExactly(stage));
    assertThat(LineStages.NAMES)
        .allSatisfy(stage -> assertThat(service(stage)).doesNotContainKey("profiles"));
    assertThat(maps(member(scraping, "scrape_configs")))
        .filteredOn(job -> job.containsKey("dns_sd_configs"))
        .extracting(job -> job.get("job_name"))
        .isEqualTo(asked);
  }

  @Test
  void whatIsScrapedIsAStageAndTheAlertForOneThatIsDownKnowsThemAll() {
    assertThat(maps(member(scraping, "scrape_configs")))
        .extracting(job -> job.get("job_name"))
        .isEqualTo(LineStages.KNOWN);
    assertThat(read(DEPLOY.resolve("alerts.yml")))
        .contains("up{job=~\"" + String.join("|", LineStages.KNOWN) + "\"} == 0");
  }

  @ParameterizedTest
  @MethodSource("stages")
  void theSettingsAreAccepted(String stage) {
    Map<String, String> environment =
        Map.of(
            "QUITTANCE_STREAMS_INSTANCE_ID",
            stage + "-1",
            "QUITTANCE_DATA",
            "/data",
            "QUITTANCE_HTTP_HOST",
            "0.0.0.0",
            "QUITTANCE_HTTP_PORT",
            PORT);

    assertThat(SettingsFile.load(DEPLOY.resolve("quittance.yaml"), environment))
        .isInstanceOf(SettingsFile.Loaded.class);
  }

  @Test
  void whatIsMountedFromTheCheckoutIsThere() {
    for (Map.Entry<String, ?> service : map(compose, "services").entrySet()) {
      for (String volume : strings(asMap(service.getValue()).getOrDefault("volumes", List.of()))) {
        if (volume.startsWith("./")) {
          assertThat(HOME.resolve(volume.substring(0, volume.indexOf(':')))).isRegularFile();
        } else {
          assertThat(map(compose, "volumes"))
              .as(service.getKey())
              .containsKey(volume.substring(0, volume.indexOf(':')));
        }
      }
    }
  }

  @Test
  void theImagesAreOfTheVersionsThatAreTested() {
    String pom = read(HOME.resolve("pom.xml"));
    String anvil = read(HOME.resolve("embedded/package.json"));

    assertThat(image("kafka")).endsWith("apache/kafka:" + only("<kafka.version>(.+?)<", pom) + "}");
    assertThat(image("registry"))
        .endsWith("apicurio-registry:" + only("<apicurio.server.version>(.+?)<", pom) + "}");
    assertThat(image("anvil"))
        .endsWith("foundry:v" + only("\"@foundry-rs/anvil[^\"]*\": *\"([0-9.]+)\"", anvil) + "}");
  }

  /** Where a job looks: at addresses, or at names with a port. */
  private static List<String> targets(Map<String, Object> job) {
    return job.containsKey("static_configs")
        ? maps(member(job, "static_configs")).stream()
            .flatMap(config -> strings(member(config, "targets")).stream())
            .toList()
        : maps(member(job, "dns_sd_configs")).stream()
            .flatMap(config ->
                strings(member(config, "names")).stream()
                    .map(name -> name + ":" + member(config, "port")))
            .toList();
  }

  private String image(String service) {
    return String.valueOf(service(service).get("image"));
  }

  private Map<String, Object> service(String name) {
    return map(map(compose, "services"), name);
  }

  private static String only(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  private static Map<String, Object> map(Map<String, Object> parent, String name) {
    return asMap(member(parent, name));
  }

  private static Object member(Map<String, Object> parent, String name) {
    return Objects.requireNonNull(parent.get(name), () -> name + " is missing in " + parent);
  }

  private static Map<String, Object> asMap(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    @SuppressWarnings("unchecked") // keys of YAML that this reads are text
    Map<String, Object> map = (Map<String, Object>) value;
    return map;
  }

  private static List<Map<String, Object>> maps(Object value) {
    return ((List<?>) value).stream().map(DeploymentFilesTest::asMap).toList();
  }

  private static List<String> strings(Object value) {
    return ((List<?>) value).stream().map(String::valueOf).toList();
  }

  private static Map<String, Object> yaml(Path file) {
    return asMap(new Yaml(new SafeConstructor(new LoaderOptions())).load(read(file)));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
