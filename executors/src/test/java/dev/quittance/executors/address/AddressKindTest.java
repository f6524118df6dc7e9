package dev.quittance.executors.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressKindTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0.0.0.0, RESERVED",
    "0.255.255.255, RESERVED",
    "1.1.1.1, PUBLIC",
    "9.255.255.255, PUBLIC",
    "10.0.0.0, PRIVATE",
    "10.255.255.255, PRIVATE",
    "11.0.0.0, PUBLIC",
    "100.63.255.255, PUBLIC",
    "100.64.0.0, PRIVATE",
    "100.100.100.200, PRIVATE",
    "100.127.255.255, PRIVATE",
    "100.128.0.0, PUBLIC",
    "127.0.0.1, LOOPBACK",
    "127.255.255.254, LOOPBACK",
    "128.0.0.1, PUBLIC",
    "168.63.129.15, PUBLIC",
    "168.63.129.16, METADATA",
    "169.254.0.0, LINK_LOCAL",
    "169.254.169.254, LINK_LOCAL",
    "169.255.0.0, PUBLIC",
    "172.15.255.255, PUBLIC",
    "172.16.0.0, PRIVATE",
    "172.31.255.255, PRIVATE",
    "172.32.0.0, PUBLIC",
    "192.0.0.192, RESERVED",
    "192.0.1.1, PUBLIC",
    "192.0.2.1, RESERVED",
    "192.88.99.1, RESERVED",
    "192.167.255.255, PUBLIC",
    "192.168.0.1, PRIVATE",
    "192.169.0.0, PUBLIC",
    "198.17.255.255, PUBLIC",
    "198.18.0.0, RESERVED",
    "198.19.255.255, RESERVED",
    "198.20.0.0, PUBLIC",
    "198.51.100.7, RESERVED",
    "203.0.113.7, RESERVED",
    "223.255.255.255, PUBLIC",
    "224.0.0.1, MULTICAST",
    "239.255.255.250, MULTICAST",
    "240.0.0.1, RESERVED",
    "255.255.255.255, RESERVED",
    "::, RESERVED",
    "::1, LOOPBACK",
    "::2, RESERVED",
    "::127.0.0.1, LOOPBACK",
    "::169.254.169.254, LINK_LOCAL",
    "::1.1.1.1, RESERVED",
    "::ffff:127.0.0.1, LOOPBACK",
    "::ffff:169.254.169.254, LINK_LOCAL",
    "::ffff:1.1.1.1, PUBLIC",
    "64:ff9b::7f00:1, LOOPBACK",
    "64:ff9b::a9fe:a9fe, LINK_LOCAL",
    "64:ff9b::101:101, PUBLIC",
    "64:ff9b:1::1, RESERVED",
    "100::1, RESERVED",
    "2001::1, RESERVED",
    "2001:4860:4860::8888, PUBLIC",
    "2001:db8::1, RESERVED",
    "2002:7f00:1::, LOOPBACK",
    "2002:a00:1::1, PRIVATE",
    "2002:101:101::1, RESERVED",
    "2606:4700:4700::1111, PUBLIC",
    "3fff::1, RESERVED",
    "4000::1, RESERVED",
    "5f00::1, RESERVED",
    "fc00::1, PRIVATE",
    "fd00:ec2::254, PRIVATE",
    "fe00::1, RESERVED",
    "fe80::1, LINK_LOCAL",
    "febf::1, LINK_LOCAL",
    "fec0::1, PRIVATE",
    "ff02::1, MULTICAST",
  })
  void knowsWhatAnAddressIsFor(String address, AddressKind kind) {
    assertThat(AddressKind.of(InetAddress.ofLiteral(address))).isEqualTo(kind);
  }

  @Test
  void mappedBytesAreJudgedAsTheirIpv4Address() {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};

    assertThat(AddressKind.of(mapped)).isEqualTo(AddressKind.LOOPBACK);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void noDisguiseMakesAnAddressMorePublic(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] ipv4 = new byte[4];
      random.nextBytes(ipv4);
      AddressKind plain = AddressKind.of(ipv4);
      for (byte[] disguise : disguises(ipv4)) {
        AddressKind disguised = AddressKind.of(disguise);
        assertThat(disguised == AddressKind.PUBLIC && plain != AddressKind.PUBLIC)
            .as("%s in %s", Arrays.toString(ipv4), Arrays.toString(disguise))
            .isFalse();
      }
    }
  }

  private static List<byte[]> disguises(byte[] ipv4) {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    byte[] nat64 = {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    byte[] compatible = new byte[16];
    byte[] sixToFour = new byte[16];
    sixToFour[0] = 0x20;
    sixToFour[1] = 0x02;
    System.arraycopy(ipv4, 0, mapped, 12, 4);
    System.arraycopy(ipv4, 0, nat64, 12, 4);
    System.arraycopy(ipv4, 0, compatible, 12, 4);
    System.arraycopy(ipv4, 0, sixToFour, 2, 4);
    return List.of(mapped, nat64, compatible, sixToFour);
  }
}
