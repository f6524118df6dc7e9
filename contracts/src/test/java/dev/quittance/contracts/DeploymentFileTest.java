package dev.quittance.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentFileTest {
  private static final String ANCHOR = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
  private static final String VAULT = "0xe7f1725e7734ce288f8367e1bb143e90bb3f0512";
  private static final String VERIFIER = "0xcf7ed3acca5a467e9e704c703e8d87f634fb0fc9";
  private static final String TOKEN = "0x9fe46736679d2d9a65f0992f2272de9f3c7fa6e0";

  @TempDir Path directory;

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = directory.resolve("chain/deployment.json");
    for (Optional<String> token : List.of(Optional.of(TOKEN), Optional.<String>empty())) {
      Optional<String> verifier = Optional.of(VERIFIER);
      Deployment deployment = new Deployment(31337, ANCHOR, VAULT, verifier, token, 7);

      DeploymentFile.write(file, deployment);

      assertThat(DeploymentFile.read(file)).isEqualTo(new DeploymentFile.Found(deployment));
      assertThat(directory.resolve("chain")).isDirectoryContaining("glob:**deployment.json");
    }
  }

  @Test
  void aFileFromBeforeThereWasAVerifierHasNone() throws IOException {
    Path file = directory.resolve("deployment.json");
    Files.writeString(
        file,
        """
        {"chainId":31337,"anchor":"%s","vault":"%s","testUsd":"%s","deployBlock":7}\
        """
            .formatted(ANCHOR, VAULT, TOKEN));
    assertThat(DeploymentFile.read(file))
        .isEqualTo(
            new DeploymentFile.Found(
                new Deployment(31337, ANCHOR, VAULT, Optional.empty(), Optional.of(TOKEN), 7)));
  }

  @Test
  void addressesAreKeptInLowerCase() {
    String checksummed = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    Deployment deployment =
        new Deployment(1, checksummed, VAULT, Optional.of(VERIFIER), Optional.of(TOKEN), 0);
    assertThat(deployment.anchor()).isEqualTo(ANCHOR);
  }

  @Test
  void noFileIsMissing() {
    Path file = directory.resolve("none.json");
    assertThat(DeploymentFile.read(file)).isEqualTo(new DeploymentFile.Missing(file));
  }

  @ParameterizedTest(name = "{0} → {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"deployBlock\":7         | \"deployBlock\":-1        | deployBlock must not be negative",
        "\"deployBlock\":7         | \"deployBlock\":\"7\"     | deployBlock must be an integer",
        "\"deployBlock\":7         | \"deployBlock\":7.5       | deployBlock must be an integer",
        "\"deployBlock\":7         | \"block\":7               | unknown member \"block\"",
        "\"chainId\":31337         | \"chainId\":0             | chainId must be positive, is 0",
        "\"chainId\":31337         | \"chainId\":99999999999999999999 | chainId must be an integer",
        "\"vault\":\"0xe7          | \"vault\":\"e7            | vault must be 0x and 40 hex digits",
        "\"vault\":\"0xe7          | \"vault\":1,\"anchor\":\"0xe7 | vault must be a string",
        "\"verifier\":\"0xcf       | \"verifier\":\"0xc        | verifier must be 0x and 40 hex",
        "\"verifier\":\"0xcf       | \"verifier\":7,\"vault\":\"0xcf | verifier must be a string",
        "\"testUsd\":\"0x9f        | \"testUsd\":\"0x9         | testUsd must be 0x and 40 hex",
        "{                         | [{                        | ",
      })
  void aBadMemberIsNamed(String good, String bad, String problem) throws IOException {
    Path file = directory.resolve("deployment.json");
    String json =
        """
        {"chainId":31337,"testUsd":"%s","verifier":"%s","anchor":"%s","vault":"%s","deployBlock":7}\
        """
            .formatted(TOKEN, VERIFIER, ANCHOR, VAULT);
    assertThat(json).contains(good);
    Files.writeString(file, json.replace(good, bad));

    assertThat(DeploymentFile.read(file))
        .isInstanceOfSatisfying(
            DeploymentFile.Invalid.class,
            invalid ->
                assertThat(invalid.problem())
                    .startsWith(file + ": ")
                    .contains(problem == null ? "" : problem));
  }

  @Test
  void anEmptyFileIsInvalid() throws IOException {
    Path file = Files.createFile(directory.resolve("deployment.json"));
    assertThat(DeploymentFile.read(file)).isInstanceOf(DeploymentFile.Invalid.class);
  }
}
