package dev.quittance.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.AddressGuard;
import dev.quittance.executors.http.HttpCall;
import dev.quittance.executors.http.HttpOutcome;
import dev.quittance.executors.http.HttpOutcome.NoAnswer;
import dev.quittance.executors.http.HttpOutcome.Reason;
import dev.quittance.executors.http.OutgoingHttp;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetRulesTest {
  private static final String URL = "https://hook.example/in";

  private static AddressGuard guard(boolean allowPrivate, String... addresses) {
    List<InetAddress> resolved = Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
    return new AddressGuard(new AddressRules(allowPrivate), _ -> resolved);
  }

  private static TargetRules rules(boolean allowPrivate, String... addresses) {
    return new TargetRules(allowPrivate, guard(allowPrivate, addresses));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:db8::1"
      })
  void addressesThatAreNotPublicAreRefused(String address) {
    assertThat(rules(false, address).refusal(URL)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://user@hook.example/",
        "https://hook.example/#part",
        "http://hook.example/",
        "ftp://hook.example/",
        "hook.example",
        ""
      })
  void urlsThatMeanSomethingElseAreRefused(String url) {
    TargetRules system = new TargetRules(false, new AddressGuard(new AddressRules(false)));

    assertThat(url.contains("[") ? system.refusal(url) : rules(false, "93.184.216.34").refusal(url))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({"93.184.216.34", "2606:2800:220:1::1"})
  void aPublicAddressBehindHttpsIsFine(String address) {
    assertThat(rules(false, address).refusal(URL)).isEmpty();
  }

  @Test
  void oneBadAddressAmongGoodOnesRefusesTheHost() {
    assertThat(rules(false, "93.184.216.34", "10.0.0.1").refusal(URL)).isPresent();
  }

  @Test
  void aLineOfItsOwnMayCallItselfButNotTheCloud() {
    assertThat(rules(true, "127.0.0.1").refusal("http://localhost:1/")).isEmpty();
    assertThat(rules(true, "169.254.169.254").refusal("http://metadata/")).isPresent();
  }

  /** A name that was fine when it was registered, and leads to this machine at the attempt. */
  @Test
  void aNameThatLeadsElsewhereLaterIsNotCalled() throws Exception {
    Deque<String> answers = new ArrayDeque<>(List.of("93.184.216.34", "127.0.0.1"));
    AddressGuard rebinding =
        new AddressGuard(
            new AddressRules(false), _ -> List.of(InetAddress.ofLiteral(answers.removeFirst())));
    TargetRules rules = new TargetRules(false, rebinding);

    assertThat(rules.refusal(URL)).isEmpty();
    OutgoingUrl url = ((TargetRules.Reading.Usable) rules.read(URL)).url();
    HttpOutcome outcome;
    try (OutgoingHttp http =
        new OutgoingHttp(rebinding, new OutgoingHttp.Limits(1, 1024, Optional.empty()))) {
      outcome = http.send(new HttpCall("POST", url, Map.of(), "{}", Duration.ofSeconds(5)));
    }

    assertThat(outcome)
        .isInstanceOfSatisfying(
            NoAnswer.class,
            it -> {
              assertThat(it.reason()).isEqualTo(Reason.FORBIDDEN_ADDRESS);
              assertThat(it.sent()).isFalse();
            });
  }
}
