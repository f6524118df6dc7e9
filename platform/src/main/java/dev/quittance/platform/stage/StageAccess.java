package dev.quittance.platform.stage;

import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/**
 * What a stage reads and writes: the one place from which its rights on a cluster are derived.
 *
 * @param consumes topics that it reads as a consumer group, named as its application
 * @param emits topics that its topology writes, in the topology's transactions
 * @param follows topics that it reads without a group
 * @param appends topics that it writes beside its topology
 * @param transactionalIds names under which it does so in transactions of its own
 */
public record StageAccess(
    Set<Topic<?>> consumes,
    Set<Topic<?>> emits,
    Set<Topic<?>> follows,
    Set<Topic<?>> appends,
    Set<String> transactionalIds) {
  public StageAccess {
    consumes = Set.copyOf(consumes);
    emits = Set.copyOf(emits);
    follows = Set.copyOf(follows);
    appends = Set.copyOf(appends);
    transactionalIds = Set.copyOf(transactionalIds);
  }

  /** Access to nothing, to begin with. */
  public static StageAccess none() {
    return new StageAccess(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
  }

  /** What a topology reads and writes of the catalogue's topics. */
  public static StageAccess of(Topology topology) {
    Set<TopologyDescription.Node> nodes =
        topology.describe().subtopologies().stream()
            .flatMap(part -> part.nodes().stream())
            .collect(Collectors.toSet());
    return new StageAccess(
        topics(
            nodes.stream()
                .filter(TopologyDescription.Source.class::isInstance)
                .flatMap(node -> ((TopologyDescription.Source) node).topicSet().stream())),
        topics(
            nodes.stream()
                .filter(TopologyDescription.Sink.class::isInstance)
                .map(node -> ((TopologyDescription.Sink) node).topic())),
        Set.of(),
        Set.of(),
        Set.of());
  }

  /** It reads these as a consumer group too. */
  public StageAccess consuming(Topic<?>... topics) {
    return new StageAccess(with(consumes, topics), emits, follows, appends, transactionalIds);
  }

  /** Its topology writes these too. */
  public StageAccess emitting(Topic<?>... topics) {
    return new StageAccess(consumes, with(emits, topics), follows, appends, transactionalIds);
  }

  /** It reads these too, without a group. */
  public StageAccess following(Topic<?>... topics) {
    return new StageAccess(consumes, emits, with(follows, topics), appends, transactionalIds);
  }

  /** It writes these too, beside its topology. */
  public StageAccess appending(Topic<?>... topics) {
    return new StageAccess(consumes, emits, follows, with(appends, topics), transactionalIds);
  }

  /** It writes in transactions under this name too. */
  public StageAccess inTransactionsOf(String name) {
    return new StageAccess(
        consumes, emits, follows, appends, union(transactionalIds, Set.of(name)));
  }

  /** All that this one and another one may. */
  public StageAccess and(StageAccess other) {
    return new StageAccess(
        union(consumes, other.consumes),
        union(emits, other.emits),
        union(follows, other.follows),
        union(appends, other.appends),
        union(transactionalIds, other.transactionalIds));
  }

  /** Every topic that it reads or writes. */
  public Set<Topic<?>> topics() {
    return union(union(consumes, emits), union(follows, appends));
  }

  private static Set<Topic<?>> topics(Stream<String> names) {
    return names
        .flatMap(name -> named(name).stream())
        .collect(Collectors.<Topic<?>>toUnmodifiableSet());
  }

  private static Optional<Topic<?>> named(String name) {
    return Topics.all().stream().filter(topic -> topic.name().equals(name)).findFirst();
  }

  private static Set<Topic<?>> with(Set<Topic<?>> known, Topic<?>... more) {
    return union(known, new HashSet<>(Arrays.asList(more)));
  }

  private static <T> Set<T> union(Set<T> first, Set<T> second) {
    Set<T> all = new HashSet<>(first);
    all.addAll(second);
    return all;
  }
}
