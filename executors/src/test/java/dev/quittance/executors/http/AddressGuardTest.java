package dev.quittance.executors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.address.OutgoingUrl;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressGuardTest {

  @ParameterizedTest(name = "{0}: {1}, private allowed {2}")
  @CsvSource({
    "1.1.1.1, Allowed, Allowed",
    "1.1.1.1 2606:4700:4700::1111, Allowed, Allowed",
    "127.0.0.1, Forbidden, Allowed",
    "::1, Forbidden, Allowed",
    "10.1.2.3, Forbidden, Allowed",
    "fd00::1, Forbidden, Allowed",
    "1.1.1.1 127.0.0.1, Forbidden, Allowed",
    "127.0.0.1 1.1.1.1, Forbidden, Allowed",
    "169.254.169.254, Forbidden, Forbidden",
    "::ffff:169.254.169.254, Forbidden, Forbidden",
    "168.63.129.16, Forbidden, Forbidden",
    "0.0.0.0, Forbidden, Forbidden",
    "224.0.0.1, Forbidden, Forbidden",
    "10.0.0.1 169.254.169.254, Forbidden, Forbidden",
  })
  void judgesAllAddressesOfAName(String resolved, String without, String with) {
    assertThat(decide(resolved, false).getClass().getSimpleName()).isEqualTo(without);
    assertThat(decide(resolved, true).getClass().getSimpleName()).isEqualTo(with);
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(decide("10.0.0.1", false))
        .isEqualTo(
            new AddressGuard.Decision.Forbidden(
                "hooks.example must not be called: 10.0.0.1 is a private address"));
  }

  @Test
  void aNameWithoutAddressIsNotForbidden() {
    AddressGuard guard =
        new AddressGuard(
            new AddressRules(false),
            host -> {
              throw new UnknownHostException(host);
            });

    assertThat(guard.check(url("http://nowhere.example/")))
        .isEqualTo(new AddressGuard.Decision.Unresolved("nowhere.example"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "http://localhost/",
    "http://LOCALHOST:8080/",
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[64:ff9b::7f00:1]/",
  })
  void theSystemsResolverLeadsNobodyHome(String text) {
    assertThat(new AddressGuard(new AddressRules(false)).check(url(text)))
        .isInstanceOf(AddressGuard.Decision.Forbidden.class);
  }

  private static AddressGuard.Decision decide(String resolved, boolean allowPrivate) {
    List<InetAddress> addresses =
        Arrays.stream(resolved.split(" ")).map(InetAddress::ofLiteral).toList();
    return new AddressGuard(new AddressRules(allowPrivate), _ -> addresses)
        .check(url("https://hooks.example/"));
  }

  private static OutgoingUrl url(String text) {
    return switch (OutgoingUrl.parse(text)) {
      case OutgoingUrl.Reading.Usable(OutgoingUrl url) -> url;
      case OutgoingUrl.Reading.Refused(String reason) -> throw new AssertionError(reason);
    };
  }
}
