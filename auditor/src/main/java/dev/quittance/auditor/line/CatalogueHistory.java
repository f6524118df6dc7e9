package dev.quittance.auditor.line;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Place;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Document;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.TenancyDocument;
import dev.quittance.planning.document.Tenant;
import dev.quittance.receipts.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The catalogue at every offset that a plan may cite. Immutable; safe for any number of threads.
 */
public final class CatalogueHistory {

  /** A document where it stands. */
  record Entry<D extends Document>(LineRecord record, String id, D document) {}

  private final NavigableMap<Long, Entry<Agent>> agents = new TreeMap<>();
  private final NavigableMap<Long, Entry<TenancyDocument>> policies = new TreeMap<>();
  private final Map<String, Set<String>> buyers = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  /** The catalogue of the records of {@code agents} and {@code policies}. */
  public CatalogueHistory(List<LineRecord> agents, List<LineRecord> policies) {
    read(agents, this.agents, Agent::parse, Agent::id);
    read(policies, this.policies, TenancyDocument::parse, TenancyDocument::id);
    for (Entry<TenancyDocument> entry : this.policies.values()) {
      if (entry.document() instanceof Tenant tenant) {
        buyers.computeIfAbsent(tenant.id(), _ -> new HashSet<>()).add(tenant.buyer());
      }
    }
  }

  /** What is wrong with the catalogue by itself. */
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  private <D extends Document> void read(
      List<LineRecord> records,
      Map<Long, Entry<D>> entries,
      Function<byte[], Parsed<D>> parser,
      Function<D, String> idOf) {
    Map<String, D> latest = new HashMap<>();
    long expected = 0;
    for (LineRecord record : records) {
      expected = place(record, expected);
      Optional<Entry<D>> entry = entry(record, parser, idOf);
      if (entry.isEmpty()) {
        fail(
            FindingCode.L5_CATALOGUE_MALFORMED,
            record,
            "does not decode, is not in RFC 8785 form, or has another id than it is published under");
        continue;
      }
      D document = entry.get().document();
      String key = document.getClass().getSimpleName() + "/" + entry.get().id();
      if (document.equals(latest.put(key, document))) {
        fail(FindingCode.L5_CATALOGUE_REPEATED, record, key + " is what it was before");
      }
      entries.putIfAbsent(record.offset(), entry.get());
    }
  }

  /** Its records are written one by one, so offsets have no gaps. */
  private long place(LineRecord record, long expected) {
    if (record.offset() < expected) {
      fail(FindingCode.L5_CATALOGUE_GAP, record, "comes after offset " + (expected - 1));
    }
    for (long missing = expected; missing < record.offset(); missing++) {
      findings.add(
          Finding.fail(
              FindingCode.L5_CATALOGUE_GAP,
              Place.record(record.topic(), record.partition(), missing),
              "the record is missing"));
    }
    return Math.max(expected, record.offset() + 1);
  }

  private static <D extends Document> Optional<Entry<D>> entry(
      LineRecord record, Function<byte[], Parsed<D>> parser, Function<D, String> idOf) {
    if (!(record.content() instanceof LineRecord.CatalogueDocument(String id, Bytes bytes, _))
        || !(parser.apply(bytes.toByteArray()) instanceof Parsed.Ok<D>(D document))) {
      return Optional.empty();
    }
    Bytes key = Bytes.wrap(id.getBytes(StandardCharsets.UTF_8));
    boolean fits =
        Bytes.wrap(document.canonicalJson()).equals(bytes)
            && idOf.apply(document).equals(id)
            && record.key().filter(key::equals).isPresent();
    return fits ? Optional.of(new Entry<>(record, id, document)) : Optional.empty();
  }

  private void fail(FindingCode code, LineRecord record, String message) {
    findings.add(Finding.fail(code, Findings.place(record), message));
  }

  /** The catalogue that a plan cites; empty if one of its last records is missing. */
  Optional<Catalogue> at(long agentsOffset, long policiesOffset) {
    boolean isThere =
        (agentsOffset == 0 || agents.containsKey(agentsOffset - 1))
            && (policiesOffset == 0 || policies.containsKey(policiesOffset - 1));
    if (!isThere) {
      return Optional.empty();
    }
    Catalogue catalogue = Catalogue.EMPTY;
    for (Entry<Agent> entry : agents.headMap(agentsOffset, false).values()) {
      catalogue = catalogue.foldAgent(entry.record().offset(), entry.document());
    }
    for (Entry<TenancyDocument> entry : policies.headMap(policiesOffset, false).values()) {
      catalogue = catalogue.foldPolicy(entry.record().offset(), entry.document());
    }
    return Optional.of(catalogue);
  }

  /** The first documents that a plan citing these offsets was made without, of either log. */
  List<LineRecord> next(long agentsOffset, long policiesOffset) {
    return Stream.of(agents.ceilingEntry(agentsOffset), policies.ceilingEntry(policiesOffset))
        .filter(Objects::nonNull)
        .map(entry -> entry.getValue().record())
        .toList();
  }

  /** The record of an agent that counts below an offset. */
  Optional<LineRecord> agent(String id, long below) {
    return agents.headMap(below, false).descendingMap().values().stream()
        .filter(entry -> entry.id().equals(id))
        .map(Entry::record)
        .findFirst();
  }

  /** The record of a tenant or policy that counts below an offset. */
  Optional<LineRecord> policy(Class<? extends TenancyDocument> kind, String id, long below) {
    return policies.headMap(below, false).descendingMap().values().stream()
        .filter(entry -> kind.isInstance(entry.document()) && entry.id().equals(id))
        .map(Entry::record)
        .findFirst();
  }

  /** Whether an address was ever that of a tenant. */
  boolean isBuyer(String tenant, String address) {
    return buyers.getOrDefault(tenant, Set.of()).contains(address);
  }
}
