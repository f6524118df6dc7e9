package dev.quittance.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.platform.keys.SigningResult.Cause;
import dev.quittance.platform.keys.SigningResult.Failed;
import dev.quittance.platform.keys.SigningResult.Signed;
import dev.quittance.platform.testing.Web3SignerStub;
import dev.quittance.platform.testing.Web3SignerStub.Fault;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemoteSignerTest {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.UTF_8);

  private final Web3SignerStub stub =
      new Web3SignerStub(IntStream.range(0, 3).mapToObj(RemoteSignerTest::secret).toList());

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void holdsWhatTheSignerLists() throws Exception {
    try (RemoteSigner signer = open()) {
      assertThat(signer.addresses()).containsExactlyInAnyOrderElementsOf(stub.addresses());
      assertThat(signer.holds(Address.ZERO)).isFalse();
      assertThat(signer.sign(Address.ZERO, MESSAGE))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.cause()).isEqualTo(Cause.NOT_HELD));
    }
    assertThat(stub.requests()).isZero();
  }

  @Test
  void signsTheHashOfRandomMessagesOfAnyLength() throws Exception {
    long seed = 20;
    Random random = new Random(seed);
    try (RemoteSigner signer = open()) {
      for (int i = 0; i < 100; i++) {
        byte[] message = new byte[random.nextInt(300)];
        random.nextBytes(message);
        Address address = stub.addresses().get(random.nextInt(3));
        assertThat(recovered(signer.sign(address, message), message))
            .as("seed %d, message %d", seed, i)
            .contains(address);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"SERVER_ERROR", "GARBAGE", "WRONG_KEY", "CUT"})
  void asksAgainWhenAnAnswerIsOfNoUse(Fault fault) throws Exception {
    stub.faults(request -> request < 2 ? fault : Fault.NONE);
    Address address = stub.addresses().getFirst();
    try (RemoteSigner signer = open()) {
      assertThat(recovered(signer.sign(address, MESSAGE), MESSAGE)).contains(address);
    }
    assertThat(stub.requests()).isGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"GARBAGE", "WRONG_KEY"})
  void neverReturnsWhatDoesNotRecoverToTheAddress(Fault fault) throws Exception {
    stub.faults(_ -> fault);
    try (RemoteSigner signer = open()) {
      assertThat(signer.sign(stub.addresses().getFirst(), MESSAGE))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.cause()).isEqualTo(Cause.INVALID_ANSWER);
                assertThat(failed.reason()).contains(stub.addresses().getFirst().toString());
              });
    }
  }

  @Test
  void turnsAHighSIntoTheLogsForm() throws Exception {
    stub.faults(_ -> Fault.HIGH_S);
    try (RemoteSigner signer = open()) {
      for (Address address : stub.addresses()) {
        SigningResult result = signer.sign(address, MESSAGE);
        assertThat(recovered(result, MESSAGE)).contains(address);
        assertThat(((Signed) result).signature().isCanonical()).isTrue();
      }
    }
  }

  @Test
  void aDeadSignerIsLeftAloneAfterManyFailures() throws Exception {
    stub.faults(_ -> Fault.SERVER_ERROR);
    Address address = stub.addresses().getFirst();
    try (RemoteSigner signer = open()) {
      List<Cause> causes = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        causes.add(((Failed) signer.sign(address, MESSAGE)).cause());
      }
      assertThat(causes).startsWith(Cause.UNAVAILABLE).contains(Cause.CIRCUIT_OPEN);
      assertThat(stub.requests()).isLessThan(36);

      stub.faults(_ -> Fault.NONE);
      Thread.sleep(1100);
      assertThat(recovered(signer.sign(address, MESSAGE), MESSAGE)).contains(address);
    }
  }

  @Test
  void asksForNoMoreAtATimeThanItMay() throws Exception {
    stub.delay(20);
    RemoteSignerSettings few =
        new RemoteSignerSettings(
            stub.url(), 5000, 8, Optional.empty(), Optional.empty(), Optional.empty());
    try (RemoteSigner signer = RemoteSigner.open(few);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Address address = stub.addresses().getFirst();
      List<Future<SigningResult>> results =
          IntStream.range(0, 100)
              .mapToObj(i -> threads.submit(() -> signer.sign(address, new byte[] {(byte) i})))
              .toList();
      for (int i = 0; i < results.size(); i++) {
        assertThat(recovered(got(results.get(i)), new byte[] {(byte) i})).contains(address);
      }
    }
    assertThat(stub.mostRunning()).isBetween(2, 8);
  }

  @Test
  void givesUpOnASlowSigner() throws Exception {
    RemoteSignerSettings impatient =
        new RemoteSignerSettings(
            stub.url(), 3000, 8, Optional.empty(), Optional.empty(), Optional.empty());
    // The first request of a process has much to load.
    open().close();
    try (RemoteSigner signer = RemoteSigner.open(impatient)) {
      stub.delay(9000);
      assertThat(signer.sign(stub.addresses().getFirst(), MESSAGE))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.cause()).isEqualTo(Cause.UNAVAILABLE));
    }
  }

  @Test
  void showsItsCredentials(@TempDir Path folder) throws Exception {
    Path login = Files.writeString(folder.resolve("login"), "us:secret\n");
    stub.requireAuthorization("Basic dXM6c2VjcmV0");
    RemoteSignerSettings known =
        new RemoteSignerSettings(
            stub.url(), 5000, 8, Optional.of(login), Optional.empty(), Optional.empty());
    try (RemoteSigner signer = RemoteSigner.open(known)) {
      assertThat(recovered(signer.sign(stub.addresses().getFirst(), MESSAGE), MESSAGE)).isPresent();
    }
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it answered 401")
        .hasMessageContaining("correct keys.remote");
  }

  @Test
  void saysWhereNobodyListens() {
    stub.close();
    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining(stub.url());
  }

  private RemoteSigner open() throws IOException {
    return RemoteSigner.open(RemoteSignerSettings.at(stub.url()));
  }

  private static SigningResult got(Future<SigningResult> result)
      throws InterruptedException, ExecutionException {
    return result.get();
  }

  private static Optional<Address> recovered(SigningResult result, byte[] message) {
    EcdsaSignature signature =
        switch (result) {
          case Signed signed -> signed.signature();
          case Failed failed -> throw new AssertionError("not signed: " + failed);
        };
    return SIGNATURES.recover(Keccak256.hash(message), signature);
  }

  private static Bytes32 secret(int i) {
    return Sha256.hash(("key " + i).getBytes(StandardCharsets.UTF_8));
  }
}
