package dev.quittance.executors.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingUrlTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "https://hooks.example.org/a/b?c=d, true, hooks.example.org, 443, /a/b?c=d",
    "http://hooks.example.org, false, hooks.example.org, 80, /",
    "HTTPS://Hooks.Example.ORG:8443/A, true, hooks.example.org, 8443, /A",
    "http://127.0.0.1:8080/v1, false, 127.0.0.1, 8080, /v1",
    "http://[2001:DB8::1]:81/?x, false, 2001:db8::1, 81, /?x",
    "http://xn--bcher-kva.example/%2e%2e/, false, xn--bcher-kva.example, 80, /%2e%2e/",
    "http://1.2.3.4.example/, false, 1.2.3.4.example, 80, /",
    "http://localhost./, false, localhost., 80, /",
  })
  void readsWhatCanBeCalled(String text, boolean tls, String host, int port, String path) {
    assertThat(OutgoingUrl.parse(text))
        .isEqualTo(new OutgoingUrl.Reading.Usable(new OutgoingUrl(text, tls, host, port, path)));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "hooks.example.org/a",
        "//hooks.example.org/a",
        "ftp://hooks.example.org/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_INFO",
        "jar:http://hooks.example.org!/",
        "javascript:alert(1)",
        "http:/hooks.example.org",
        "http:hooks.example.org",
        "http://",
        "http:///path",
        "http://user@hooks.example.org/",
        "http://user:password@hooks.example.org/",
        "http://hooks.example.org@127.0.0.1/",
        "http://hooks.example.org#@127.0.0.1/",
        "http://hooks.example.org/#fragment",
        "http://127.0.0.1\\@hooks.example.org/",
        "http:\\\\127.0.0.1\\",
        "http://hooks.example.org /",
        "http://hooks.example.org\r\nHost: internal/",
        "http://hooks.example.org/a\nb",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://010.0.0.1/",
        "http://127.0.0.01/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://127.0.0.1./",
        "http://256.0.0.1/",
        "http://1.2.3.4.5/",
        "http://hooks.example.0x7f/",
        "http://①②⑦.0.0.1/",
        "http://bücher.example/",
        "http://%31%32%37.0.0.1/",
        "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/",
        "http://[::1",
        "http://[127.0.0.1]/",
        "http://[::ffff:7f00:1%251]/",
        "http://under_score.example/",
        "http://hooks.example.org:0/",
        "http://hooks.example.org:65536/",
        "http://hooks.example.org:-1/",
        "http://hooks.example.org:80:80/",
      })
  void refusesWhatOthersMightReadDifferently(String text) {
    assertThat(OutgoingUrl.parse(text)).isInstanceOf(OutgoingUrl.Reading.Refused.class);
  }

  @Test
  void refusesLongOnes() {
    assertThat(OutgoingUrl.parse("https://hooks.example.org/" + "a".repeat(2048)))
        .isEqualTo(new OutgoingUrl.Reading.Refused("is longer than 2048 characters"));
  }

  @Test
  void originLeavesOutWhatMayBeSecret() {
    assertThat(OutgoingUrl.parse("http://[2001:db8::1]/hook?token=secret"))
        .isInstanceOfSatisfying(
            OutgoingUrl.Reading.Usable.class,
            usable -> assertThat(usable.url().origin()).isEqualTo("http://[2001:db8::1]:80"));
  }
}
