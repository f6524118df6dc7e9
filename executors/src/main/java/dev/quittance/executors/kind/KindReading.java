package dev.quittance.executors.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a model's answer turned out to be. */
public sealed interface KindReading {
  /** It makes an output that keeps the kind's promises. */
  record Kept(ObjectNode output) implements KindReading {}

  /** It does not; for people, without the answer's text. */
  record Broken(List<String> problems) implements KindReading {
    public Broken {
      problems = List.copyOf(problems);
    }
  }
}
