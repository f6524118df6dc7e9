package dev.quittance.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.gigent.yaml.GigentAgentFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "Lumen Writer, lumen-writer",
    "'  Ärger & Co. ', rger-co",
    "写手, agent",
    "A--B, a-b",
    "'an agent whose name is so long that nobody could ever say it in one breath',"
        + " an-agent-whose-name-is-so-long-that-nobody-could-e",
  })
  void idsAreNamesInSmallLetters(String name, String id) {
    assertThat(AgentFiles.id(name)).isEqualTo(id).matches("[a-z0-9][a-z0-9-]{0,62}");
  }

  @Test
  void allThatIsWrongInAllFilesIsTold() throws Exception {
    Path good = agent("gigent-agent.yaml", "One");
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "agnt:\n  name: x\n");
    AgentFiles read = AgentFiles.read(List.of(good, broken, folder.resolve("none")), Map.of());

    assertThat(read.agents()).extracting(NamedAgent::id).containsExactly("one");
    assertThat(read.problems())
        .anyMatch(problem -> problem.toString().contains("broken.yaml:1:1: /agnt"))
        .anyMatch(problem -> problem.toString().contains("there is no such file"));
  }

  @Test
  void twoAgentsCanNotHaveOneId() throws Exception {
    AgentFiles read =
        AgentFiles.read(
            List.of(agent("a.yaml", "My Agent"), agent("b.yaml", "my agent")), Map.of());

    assertThat(read.problems())
        .singleElement()
        .asString()
        .contains("b.yaml: /agent/name: is that of")
        .contains("my-agent");
  }

  @Test
  void eachFileHasCredentialsOfItsOwn() throws Exception {
    Path usual = agent("gigent-agent.yaml", "One");
    Path other = agent("two.yaml", "Two");
    Path left = folder.resolve(".gigent-credentials");

    assertThat(AgentFiles.credentials(usual, List.of(usual, other))).isEqualTo(left);
    assertThat(AgentFiles.credentials(other, List.of(usual, other)))
        .isEqualTo(folder.resolve(".gigent-credentials-two"));
    assertThat(AgentFiles.credentials(other, List.of(other)))
        .isEqualTo(folder.resolve(".gigent-credentials-two"));
    Files.writeString(left, "{}");
    assertThat(AgentFiles.credentials(other, List.of(other))).isEqualTo(left);
  }

  private Path agent(String file, String name) throws Exception {
    return Files.writeString(folder.resolve(file), GigentAgentFile.template(name));
  }
}
