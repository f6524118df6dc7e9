package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.deadletters.DeadLetter;
import dev.quittance.platform.deadletters.DeadLetters;
import dev.quittance.platform.deadletters.Redrive;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The records that stages could not process. */
@Command(
    name = "dlq",
    description = "List, show and redrive dead letters: records that a stage could not process.",
    subcommands = {DlqCommand.Listing.class, DlqCommand.Show.class, DlqCommand.Redriving.class})
public final class DlqCommand {

  /** Which topics' dead letters. */
  static final class TopicOption {
    @Option(
        names = "--topic",
        paramLabel = "TOPIC",
        description = "Only dead letters of this topic, such as plans.")
    private @Nullable String topic;

    /** The dead-letter topics that exist. */
    Set<String> deadLetterTopics(Settings settings) {
      List<String> known = Topics.withDeadLetters().stream().map(Topic::name).toList();
      if (topic != null && !known.contains(topic)) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "topic " + topic + " has no dead letters",
            "Name one of " + String.join(", ", known) + ".");
      }
      Set<String> wanted = new TreeSet<>();
      Topics.withDeadLetters().stream()
          .filter(candidate -> topic == null || candidate.name().equals(topic))
          .map(Topic::deadLetterName)
          .forEach(wanted::add);
      wanted.retainAll(Brokers.topics(settings));
      return wanted;
    }
  }

  /** Lists them. */
  @Command(
      name = "list",
      description = {
        "List dead letters: where each came from, why it is here, and whether it was redriven.",
        "",
        "'quittance dlq show ID' prints one of them."
      })
  public static final class Listing implements Callable<Integer> {
    @Mixin private final TopicOption topics = new TopicOption();
    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      Settings settings = config.load();
      List<DeadLetter> letters =
          DeadLetters.read(SettingsWiring.kafkaAccess(settings), topics.deadLetterTopics(settings));
      if (results.isJson()) {
        letters.forEach(letter -> results.print(DeadLetterText.json(letter)));
        return ExitCode.OK;
      }
      Table table = new Table("id", "when", "origin", "stage", "order", "state", "reason");
      letters.forEach(letter -> table.row(DeadLetterText.row(letter)));
      results.print(table);
      long waiting = letters.stream().filter(it -> it.redrivenAtMs().isEmpty()).count();
      results.tell("%d dead letters, %d waiting".formatted(letters.size(), waiting));
      return ExitCode.OK;
    }
  }

  /** Shows one. */
  @Command(
      name = "show",
      description = {
        "Show a dead letter: its headers and its value.",
        "",
        "The value is JSON when it decodes, else hex with what is wrong."
      })
  public static final class Show implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The dead letter, such as plans@17.")
    private String id = "";

    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      Topic<?> topic = DeadLetterText.topicOf(id);
      Settings settings = config.load();
      Brokers.requireTopics(settings, List.of(topic.deadLetterName()));
      DeadLetter letter =
          DeadLetters.read(SettingsWiring.kafkaAccess(settings), List.of(topic.deadLetterName()))
              .stream()
              .filter(candidate -> candidate.id().equals(id))
              .findFirst()
              .orElseThrow(() -> unknown(Set.of(id)));
      ObjectNode value =
          DeadLetterText.value(letter, SettingsWiring.recordSerdes(settings).of(topic));
      if (results.isJson()) {
        results.print(DeadLetterText.json(letter).setAll(value));
      } else {
        DeadLetterText.lines(letter, value).forEach(results::line);
      }
      return ExitCode.OK;
    }
  }

  /** Puts them back. */
  @Command(
      name = "redrive",
      description = {
        "Append dead letters to where they came from, so that the stage processes them again.",
        "",
        "Do it once the cause is fixed. The order runs on under the same ids. A letter whose order"
            + " has ended is refused, and so is one that was redriven before, unless --again."
            + " The exit code is 1 when one was refused."
      })
  public static final class Redriving implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "Dead letters, such as plans@17.")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All that wait; with --topic, those of one topic.")
    private boolean all;

    @Option(names = "--again", description = "Also those that were redriven before.")
    private boolean again;

    @Option(names = "--dry-run", description = "Only say what would happen.")
    private boolean dryRun;

    @Mixin private final TopicOption topics = new TopicOption();
    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      if (all != ids.isEmpty()) {
        throw new CommandFailure(
            ExitCode.USAGE,
            all ? "--all and ids were both given" : "nothing was named",
            "Name dead letters by their ids, or say --all; 'quittance dlq list' shows them.");
      }
      ids.forEach(DeadLetterText::topicOf);
      Settings settings = config.load();
      Set<String> deadLetterTopics = topics.deadLetterTopics(settings);
      requireKnown(settings, deadLetterTopics);
      // --all takes those that wait; a letter that is named and was redriven gets told why not.
      Predicate<DeadLetter> isWanted =
          all ? letter -> again || letter.redrivenAtMs().isEmpty() : it -> ids.contains(it.id());
      try (Redrive redrive = open(settings)) {
        return print(redrive.run(deadLetterTopics, isWanted, again));
      }
    }

    private Redrive open(Settings settings) {
      KafkaAccess kafka = SettingsWiring.kafkaAccess(settings);
      RecordSerdes serdes = SettingsWiring.recordSerdes(settings);
      return dryRun ? Redrive.dry(kafka, serdes) : Redrive.of(kafka, serdes, settings.line());
    }

    private void requireKnown(Settings settings, Set<String> deadLetterTopics) {
      if (!ids.isEmpty()) {
        Set<String> unknown = new HashSet<>(ids);
        DeadLetters.read(SettingsWiring.kafkaAccess(settings), deadLetterTopics)
            .forEach(letter -> unknown.remove(letter.id()));
        if (!unknown.isEmpty()) {
          throw unknown(unknown);
        }
      }
    }

    private int print(List<Redrive.Outcome> outcomes) {
      Table table = new Table("id", "action", "detail");
      int refused = 0;
      for (Redrive.Outcome outcome : outcomes) {
        String action = dryRun ? "would redrive" : "redriven";
        switch (outcome) {
          case Redrive.Outcome.Appended(DeadLetter letter, String topic, int partition) ->
              add(table, letter, action, "to partition %d of %s".formatted(partition, topic));
          case Redrive.Outcome.Refused(DeadLetter letter, String reason) -> {
            refused++;
            add(table, letter, "refused", reason);
          }
        }
      }
      if (!results.isJson()) {
        results.print(table);
        results.tell(
            "%d %s, %d refused"
                .formatted(
                    outcomes.size() - refused, dryRun ? "would be redriven" : "redriven", refused));
      }
      return refused == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private void add(Table table, DeadLetter letter, String action, String detail) {
      if (results.isJson()) {
        results.print(
            Results.object().put("id", letter.id()).put("action", action).put("detail", detail));
      } else {
        table.row(letter.id(), action, detail);
      }
    }
  }

  private static CommandFailure unknown(Set<String> ids) {
    return new CommandFailure(
        ExitCode.USAGE,
        "there is no dead letter " + String.join(", ", new TreeSet<>(ids)),
        "'quittance dlq list' shows the ids.");
  }
}
