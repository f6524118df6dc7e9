package dev.quittance.line;

import dev.quittance.platform.config.Settings;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.schemas.EpochTopics;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What each stage's process may do on a cluster, and nothing more, derived from what its parts say
 * that they read and write.
 */
public final class LineAcls {
  private static final String READ = "Read";
  private static final String WRITE = "Write";
  private static final String DESCRIBE = "Describe";

  private final String line;
  private final String principals;

  private LineAcls(String line, String principals) {
    this.line = line;
    this.principals = principals;
  }

  /**
   * The rights of every stage.
   *
   * @param line the line's name, which begins its application ids
   * @param principals what stands before a stage's name in its principal, {@code User:quittance-}
   */
  public static List<Acl> of(String line, String principals) {
    LineAcls acls = new LineAcls(line, principals);
    return LineStages.KNOWN.stream()
        .flatMap(stage ->
            acls
                .ofStage(
                    stage,
                    LineStages.access(
                        LineStages.named(stage, Path.of(""), Settings.Gateway.DEFAULT)))
                .stream())
        .toList();
  }

  private List<Acl> ofStage(String stage, StageAccess access) {
    List<Acl> rights = new ArrayList<>();
    String application = line + "-" + stage;
    for (String topic : union(access.inGroups(), access.follows())) {
      rights.add(topic(stage, topic, READ, "records"));
    }
    for (Topic<?> topic : access.redriven()) {
      rights.add(topic(stage, topic.redriveName(), READ, "what is put back for it alone"));
    }
    for (String topic : union(access.emits(), access.appends())) {
      rights.add(topic(stage, topic, WRITE, "records"));
    }
    if (!access.topics().contains(Topics.RECEIPTS)) {
      rights.add(topic(stage, Topics.RECEIPTS.name(), DESCRIBE, "which log it is"));
    }
    rights.add(
        prefixed(
            stage,
            Acl.Resource.TOPIC,
            EpochTopics.PREFIX,
            onLaterEpochs(access),
            "the log in later epochs"));
    for (Topic<?> topic : Topics.withDeadLetters()) {
      if (access.inGroups().contains(topic)) {
        rights.add(
            new Acl(
                stage,
                principals + stage,
                Acl.Resource.TOPIC,
                Acl.Pattern.LITERAL,
                topic.deadLetterName(),
                List.of(READ, WRITE),
                "dead letters, and counting them"));
      }
    }
    rights.add(
        prefixed(
            stage,
            Acl.Resource.TOPIC,
            application + "-",
            List.of("Create", DESCRIBE, READ, WRITE, "Delete"),
            "changelogs of its stores"));
    rights.add(group(stage, application, "its topology's consumer group"));
    for (String name : new TreeSet<>(access.groups().keySet())) {
      rights.add(groups(stage, line + "-" + name));
    }
    rights.add(
        prefixed(
            stage,
            Acl.Resource.TRANSACTIONAL_ID,
            application + "-",
            List.of(DESCRIBE, WRITE),
            "its topology's transactions"));
    for (String name : new TreeSet<>(access.transactionalIds())) {
      rights.add(
          new Acl(
              stage,
              principals + stage,
              Acl.Resource.TRANSACTIONAL_ID,
              Acl.Pattern.LITERAL,
              line + "-" + name,
              List.of(DESCRIBE, WRITE),
              "transactions of the " + name));
      rights.add(
          new Acl(
              stage,
              principals + stage,
              Acl.Resource.GROUP,
              Acl.Pattern.LITERAL,
              line + "-" + name,
              List.of(READ),
              "which process is the " + name));
    }
    rights.add(
        new Acl(
            stage,
            principals + stage,
            Acl.Resource.CLUSTER,
            Acl.Pattern.LITERAL,
            "kafka-cluster",
            List.of("IdempotentWrite"),
            "idempotent producers"));
    return rights;
  }

  private static List<String> onLaterEpochs(StageAccess access) {
    List<String> operations = new ArrayList<>();
    if (union(access.inGroups(), access.follows()).contains(Topics.RECEIPTS.name())) {
      operations.add(READ);
    }
    if (union(access.emits(), access.appends()).contains(Topics.RECEIPTS.name())) {
      operations.add(WRITE);
    }
    return operations.isEmpty() ? List.of(DESCRIBE) : operations;
  }

  /** The group of this name, or all whose names begin so where it ends in a star. */
  private Acl groups(String stage, String name) {
    return name.endsWith("*")
        ? prefixed(
            stage,
            Acl.Resource.GROUP,
            name.substring(0, name.length() - 1),
            List.of(READ),
            "consumer groups of its parts")
        : group(stage, name, "the consumer group of the " + name);
  }

  private Acl group(String stage, String name, String purpose) {
    return new Acl(
        stage,
        principals + stage,
        Acl.Resource.GROUP,
        Acl.Pattern.LITERAL,
        name,
        List.of(READ),
        purpose);
  }

  private Acl topic(String stage, String name, String operation, String purpose) {
    return new Acl(
        stage,
        principals + stage,
        Acl.Resource.TOPIC,
        Acl.Pattern.LITERAL,
        name,
        List.of(operation),
        purpose);
  }

  private Acl prefixed(
      String stage, Acl.Resource resource, String prefix, List<String> operations, String purpose) {
    return new Acl(
        stage, principals + stage, resource, Acl.Pattern.PREFIXED, prefix, operations, purpose);
  }

  private static Set<String> union(Set<Topic<?>> first, Set<Topic<?>> second) {
    Set<String> names =
        first.stream().map(Topic::name).collect(Collectors.toCollection(TreeSet::new));
    second.forEach(topic -> names.add(topic.name()));
    return names;
  }
}
