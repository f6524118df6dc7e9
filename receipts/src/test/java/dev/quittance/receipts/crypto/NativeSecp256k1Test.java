package dev.quittance.receipts.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.RandomValues;
import java.lang.foreign.SymbolLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which way into the native library is taken, and that threads don't share its memory. */
class NativeSecp256k1Test {

  @Test
  void callsTheLibraryDirectlyWhereItExportsItsFunctions() {
    assertThat(NativeSecp256k1.load().orElseThrow().isDirect()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secp256k1_context_create",
        "secp256k1_context_randomize",
        "secp256k1_ecdsa_sign_recoverable",
        "secp256k1_ecdsa_recoverable_signature_serialize_compact"
      })
  void goesThroughJniAndSaysSoOnceWhereAFunctionIsMissing(String missing) {
    NativeSecp256k1.load();
    SymbolLookup all = SymbolLookup.loaderLookup();
    List<String> said = new ArrayList<>();
    Logger logger = Logger.getLogger(NativeSecp256k1.class.getName());
    Handler handler = handler(said);
    logger.addHandler(handler);
    NativeSecp256k1 loaded;
    try {
      loaded =
          NativeSecp256k1.load(
                  () -> name -> name.equals(missing) ? Optional.empty() : all.find(name))
              .orElseThrow();
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(loaded.isDirect()).isFalse();
    assertThat(said).singleElement().asString().contains("signing goes through JNI");
    RandomValues values = new RandomValues(1);
    Bytes32 digest = values.bytes32();
    SigningKey key = loaded.key(values.bytes32());
    assertThat(loaded.recover(digest, loaded.sign(digest, key))).contains(key.address());
  }

  @Test
  void threadsSignAndRecoverBesideEachOther() throws ExecutionException, InterruptedException {
    NativeSecp256k1 library = NativeSecp256k1.load().orElseThrow();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (long seed = 0; seed < 4; seed++) {
        RandomValues values = new RandomValues(seed);
        outcomes.add(threads.submit(() -> signsAndRecovers(library, values)));
      }
      for (Future<Boolean> outcome : outcomes) {
        assertThat(outcome.get()).isTrue();
      }
    }
  }

  private static boolean signsAndRecovers(NativeSecp256k1 library, RandomValues values) {
    for (int i = 0; i < 500; i++) {
      SigningKey key = library.key(values.bytes32());
      Bytes32 digest = values.bytes32();
      Optional<Address> signer = library.recover(digest, library.sign(digest, key));
      if (!signer.equals(Optional.of(key.address()))) {
        return false;
      }
    }
    return true;
  }

  private static Handler handler(List<String> said) {
    return new Handler() {
      @Override
      public void publish(LogRecord event) {
        said.add(event.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
