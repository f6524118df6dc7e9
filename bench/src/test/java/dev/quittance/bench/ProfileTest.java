package dev.quittance.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.bench.Profile.Share;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProfileTest {
  private static final Profile PROFILE =
      Profile.of(
          "line",
          Stream.of(
              "[line-prover-6f1c1f0a-1111-2222-3333-444455556666-StreamThread-1 tid=4711];"
                  + "dev/quittance/prover/Sign.sign;native_sign 30",
              "[line-prover-6f1c1f0a-aaaa-2222-3333-444455556666-StreamThread-2 tid=4712];"
                  + "dev/quittance/prover/Sign.sign;"
                  + "dev/quittance/prover/Sign$$Lambda.0x7f.run;"
                  + "dev/quittance/prover/Sign.sign;native_sign 10",
              "[C2 CompilerThre tid=12];Compile 50",
              "[main tid=1];dev/quittance/bench/Load.send;read 10"),
          Optional.empty());

  @Test
  void threadsOfOneKindAreCountedTogether() {
    assertThat(PROFILE.samples()).isEqualTo(100);
    assertThat(PROFILE.threads())
        .containsExactly(
            new Share("C CompilerThre", 50),
            new Share("line-prover-StreamThread", 40),
            new Share("main", 10));
  }

  @Test
  void whatRunsIsCountedWithoutTheCompiler() {
    assertThat(PROFILE.self()).containsExactly(new Share("native_sign", 80), new Share("read", 20));
  }

  @Test
  void ourMethodsCountWithWhatTheyCallOncePerSampleAndTheBenchmarkDoesNot() {
    assertThat(PROFILE.ours()).containsExactly(new Share("prover/Sign.sign", 80));
  }
}
