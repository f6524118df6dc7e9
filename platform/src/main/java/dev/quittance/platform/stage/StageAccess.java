package dev.quittance.platform.stage;

import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/**
 * What a stage reads and writes: the one place from which its rights on a cluster are derived.
 *
 * @param consumes topics that it reads as a consumer group, named as its application
 * @param redriven topics of which it reads what is put back for it alone
 * @param groups topics that other consumer groups of it read, by the groups' names
 * @param emits topics that its topology writes, in the topology's transactions
 * @param follows topics that it reads without a group
 * @param appends topics that it writes beside its topology
 * @param transactionalIds names under which it does so in transactions of its own
 */
public record StageAccess(
    Set<Topic<?>> consumes,
    Set<Topic<?>> redriven,
    Map<String, Set<Topic<?>>> groups,
    Set<Topic<?>> emits,
    Set<Topic<?>> follows,
    Set<Topic<?>> appends,
    Set<String> transactionalIds) {
  public StageAccess {
    consumes = Set.copyOf(consumes);
    redriven = Set.copyOf(redriven);
    groups = Map.copyOf(groups);
    emits = Set.copyOf(emits);
    follows = Set.copyOf(follows);
    appends = Set.copyOf(appends);
    transactionalIds = Set.copyOf(transactionalIds);
  }

  /** Access to nothing, to begin with. */
  public static StageAccess none() {
    return new StageAccess(Set.of(), Set.of(), Map.of(), Set.of(), Set.of(), Set.of(), Set.of());
  }

  /** What a topology reads and writes of the catalogue's topics. */
  public static StageAccess of(Topology topology) {
    Set<TopologyDescription.Node> nodes =
        topology.describe().subtopologies().stream()
            .flatMap(part -> part.nodes().stream())
            .collect(Collectors.toSet());
    Set<String> read =
        nodes.stream()
            .filter(TopologyDescription.Source.class::isInstance)
            .flatMap(node -> ((TopologyDescription.Source) node).topicSet().stream())
            .collect(Collectors.toSet());
    Set<String> written =
        nodes.stream()
            .filter(TopologyDescription.Sink.class::isInstance)
            .map(node -> ((TopologyDescription.Sink) node).topic())
            .collect(Collectors.toSet());
    return new StageAccess(
        topics(topic -> read.contains(topic.name())),
        topics(topic -> read.contains(topic.redriveName())),
        Map.of(),
        topics(topic -> written.contains(topic.name())),
        Set.of(),
        Set.of(),
        Set.of());
  }

  /** It reads these as a consumer group too. */
  public StageAccess consuming(Topic<?>... topics) {
    return new StageAccess(
        with(consumes, topics), redriven, groups, emits, follows, appends, transactionalIds);
  }

  /** It reads what is put back for it alone of these topics too. */
  public StageAccess redriving(Topic<?>... topics) {
    return new StageAccess(
        consumes, with(redriven, topics), groups, emits, follows, appends, transactionalIds);
  }

  /** It reads these too, as another consumer group. */
  public StageAccess consumingAs(String group, Topic<?>... topics) {
    Map<String, Set<Topic<?>>> all = new HashMap<>(groups);
    all.put(group, with(groups.getOrDefault(group, Set.of()), topics));
    return new StageAccess(consumes, redriven, all, emits, follows, appends, transactionalIds);
  }

  /** Its topology writes these too. */
  public StageAccess emitting(Topic<?>... topics) {
    return new StageAccess(
        consumes, redriven, groups, with(emits, topics), follows, appends, transactionalIds);
  }

  /** It reads these too, without a group. */
  public StageAccess following(Topic<?>... topics) {
    return new StageAccess(
        consumes, redriven, groups, emits, with(follows, topics), appends, transactionalIds);
  }

  /** It writes these too, beside its topology. */
  public StageAccess appending(Topic<?>... topics) {
    return new StageAccess(
        consumes, redriven, groups, emits, follows, with(appends, topics), transactionalIds);
  }

  /** It writes in transactions under this name too. */
  public StageAccess inTransactionsOf(String name) {
    return new StageAccess(
        consumes, redriven, groups, emits, follows, appends, union(transactionalIds, Set.of(name)));
  }

  /** All that this one and another one may. */
  public StageAccess and(StageAccess other) {
    return new StageAccess(
        union(consumes, other.consumes),
        union(redriven, other.redriven),
        bothGroups(other),
        union(emits, other.emits),
        union(follows, other.follows),
        union(appends, other.appends),
        union(transactionalIds, other.transactionalIds));
  }

  /** Every topic of the catalogue that it reads as a member of a group. */
  public Set<Topic<?>> inGroups() {
    Set<Topic<?>> all = new HashSet<>(consumes);
    groups.values().forEach(all::addAll);
    return all;
  }

  /** Every topic of the catalogue that it reads or writes. */
  public Set<Topic<?>> topics() {
    return union(union(inGroups(), emits), union(follows, appends));
  }

  private Map<String, Set<Topic<?>>> bothGroups(StageAccess other) {
    Map<String, Set<Topic<?>>> all = new HashMap<>(groups);
    other.groups.forEach((name, topics) -> all.merge(name, topics, StageAccess::union));
    return all;
  }

  private static Set<Topic<?>> topics(Predicate<Topic<?>> wanted) {
    return Topics.all().stream().filter(wanted).collect(Collectors.<Topic<?>>toUnmodifiableSet());
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
