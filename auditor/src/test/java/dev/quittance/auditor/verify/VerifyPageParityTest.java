package dev.quittance.auditor.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.AnchoredPeriod;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What {@code verify} says about good, bad and randomly spoilt bundles is written in a file that
 * the tests of the verification page read too: the page must say the same, word for word.
 *
 * <p>Where the words have changed on purpose, {@code -Dquittance.parity.write=true} writes the file
 * anew.
 */
class VerifyPageParityTest {
  private static final Path REPORTS = Path.of("../explorer/verify/test/reports.json");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final long SEED = 20_261_121;
  private static final int SPOILT = 400;
  private static final String LETTERS = "0189afxAF\"\\{}[]:,.-+/ \n\ré";

  /** What is replaced in the second good bundle, which discloses three fields. */
  private static final List<List<String>> EDITS =
      List.of(
          List.of("{\"format\"", "{\"more\":1,\"format\""),
          List.of("{\"format\"", "\uFEFF{\"format\""),
          List.of("{\"format\"", "{\"format\":\"\",\"format\""),
          List.of("{\"format\"", "[{\"format\""),
          List.of("\"verdict\":1", "\"verdict\":0"),
          List.of("\"verdict\":1", "\"verdict\":7"),
          List.of("\"verdict\":1", "\"verdict\":1.0"),
          List.of("\"verdict\":1", "\"verdict\":1e0"),
          List.of("\"verdict\":1", "\"verdict\":01"),
          List.of("\"verdict\":1", "\"verdict\":+1"),
          List.of("\"verdict\":1", "\"verdict\":\"1\""),
          List.of("\"verdict\":1", "\"verdict\":null"),
          List.of("\"verdict\":1", "\"verdict\":99999999999999999999"),
          List.of("\"verdict\":1", "\"verdict\":1,\"verdict\":1"),
          List.of("\"verdict\":1,", ""),
          List.of("\"amount\":\"", "\"amount\":\"0"),
          List.of("\"amount\":\"", "\"amount\":\"-"),
          List.of("\"amount\":\"", "\"amount\":\"" + "9".repeat(70)),
          List.of("\"amount\":\"", "\"amount\":\"" + "9".repeat(77)),
          List.of("\"lane\":\"", "\"lane\":\"1"),
          List.of("\"lane\":\"", "\"lane\":\"922337203685477580"),
          List.of("\"agent\":\"0x", "\"agent\":\"0x00"),
          List.of("\"agent\":\"0x", "\"agent\":\"0X"),
          List.of("\"orderId\":\"0x", "\"orderId\":\"0xab"),
          List.of("\"signature\":\"0x", "\"signature\":\"0x00"),
          List.of("\"name\":\"Quittance\"", "\"name\":\"Other\""),
          List.of("\"version\":\"1\"", "\"version\":\"2\""),
          List.of("\"disclosures\":[", "\"disclosures\":[1,"),
          List.of("\"disclosures\":[", "\"disclosures\":{},\"x\":["),
          List.of("\"index\":0", "\"index\":-0"),
          List.of("\"index\":0", "\"index\":-1"),
          List.of("\"index\":0", "\"index\":9007199254740992"),
          List.of("\"size\":5", "\"size\":6"),
          List.of("\"size\":5", "\"size\":4"),
          List.of("\"size\":5", "\"size\":0"),
          List.of("\"path\":\"/", "\"path\":\"~/"),
          List.of("\"path\":\"/", "\"path\":\"/~2"),
          List.of("\"path\":\"/", "\"path\":\"/\\ud800"),
          List.of("\"value\":\"", "\"value\":\" "),
          List.of("\"value\":\"", "\"value\":\"[1,2"),
          List.of("\"salt\":\"0x", "\"salt\":\"0xff"),
          List.of("receipts\\n3\\n", "receipts\\n+3\\n"),
          List.of("receipts\\n3\\n", "receipts\\n03\\n"),
          List.of("receipts\\n3\\n", "receipts\\r\\n3\\n"),
          List.of("\\n\\n\u2014 ", "\\n\\n\u2014  "),
          List.of("\\n\\n\u2014 ", "\\n\\n\u2014 other.example/log AAAAAAAA\\n\u2014 "),
          List.of("\\n\\n\u2014 ", "\\n\\n\u2014 other.example/log AAAA\\n\u2014 "),
          List.of("\\n\\n\u2014 ", "\\n\\n- "),
          List.of("\\n\\n\u2014 ", "\\nmore\\n\\n\u2014 "),
          List.of("\"checkpoint\":\"", "\"checkpoint\":\" "),
          List.of("\"checkpoint\":\"", "\"checkpoint\":\"\\n\\n"),
          List.of("\"anchor\":\"0x51", "\"anchor\":\"0x"),
          List.of("\"anchor\":\"0x51", "\"anchor\":\"51"),
          List.of("\"anchor\":\"0x51", "\"anchor\":\"0x5"),
          List.of("\"contract\":\"0x", "\"contract\":\"0x\\u0030"),
          List.of("\"hex\":\"0x01", "\"hex\":\"0x02"),
          List.of("\"path\":[", "\"path\":[\"0x\","),
          List.of("\"path\":[", "\"path\":[1,"),
          List.of("\"path\":[", "\"path\":[null,"),
          List.of("\"path\":[", "\"path\":[,"));

  private final JsonNode vectors = read();
  private final String base = vectors.at("/bundles/1/bundle").toString();
  private final ArrayNode rows = JsonNodeFactory.instance.arrayNode();

  private static JsonNode read() {
    try (var in = VerifyPageParityTest.class.getResourceAsStream("/vectors/bundle.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void thePageIsHeldToTheseReports() throws IOException {
    String trusted = vectors.get("trust").toString();
    for (String kind : List.of("bundles", "invalid")) {
      for (int i = 0; i < vectors.get(kind).size(); i++) {
        String pointer = "/" + kind + "/" + i + "/bundle";
        String text = vectors.at(pointer).toString();
        lines(rows.addObject().put("bundle", pointer), text, Optional.of(trusted));
        lines(rows.addObject().put("bundle", pointer), text, Optional.empty());
      }
    }
    trusts(trusted);
    readChains(trusted);
    EDITS.forEach(edit -> edited(edit, trusted));
    spoilt(trusted);

    if (Boolean.getBoolean("quittance.parity.write")) {
      Files.writeString(REPORTS, text());
    }
    assertThat(Files.readString(REPORTS))
        .as("verify's words have changed: write the file anew and test the page with it")
        .isEqualTo(text());
  }

  private void trusts(String trusted) {
    String open = trusted.substring(0, trusted.length() - 1);
    String contract = vectors.at("/bundles/1/bundle/chain/contract").asText();
    for (String more :
        List.of(
            ",\"chainId\":\"31337\"}",
            ",\"chainId\":31337}",
            ",\"chainId\":\"1\"}",
            ",\"contract\":\"" + contract + "\"}",
            ",\"contract\":\"0x" + "0".repeat(40) + "\"}",
            ",\"vault\":\"" + contract + "\"}")) {
      lines(rows.addObject().put("bundle", "/bundles/1/bundle"), base, Optional.of(open + more));
    }
  }

  /** What the chain says counts for the contract that the trust file names. */
  private void readChains(String trusted) {
    String named =
        trusted.substring(0, trusted.length() - 1)
            + ",\"contract\":\"%s\"}"
                .formatted(vectors.at("/bundles/1/bundle/chain/contract").asText());
    AnchorRecord anchor =
        AnchorRecord.decode(Bytes.fromHex(vectors.at("/bundles/1/bundle/anchor").asText()))
            .orElseThrow();
    for (Bytes32 hash : List.of(anchor.hash(), Bytes32.ZERO)) {
      for (Optional<String> trust :
          List.of(Optional.of(named), Optional.of(trusted), Optional.<String>empty())) {
        ObjectNode row = rows.addObject().put("bundle", "/bundles/1/bundle");
        trust.ifPresent(t -> row.put("trust", t));
        ObjectNode said = row.putObject("chain");
        said.put("logId", anchor.logId().toString()).put("operator", Address.ZERO.toString());
        said.put("next", Long.toString(anchor.seq() + 1));
        said.putObject("period")
            .put("anchorHash", hash.toString())
            .put("periodRoot", anchor.periodRoot().toString())
            .put("anchoredAt", "1767830400");
        AnchoredPeriod period =
            new AnchoredPeriod(
                hash, anchor.periodRoot(), anchor.settlementRoot(), 1, 1, 1, 1_767_830_400);
        AnchorChain chain =
            (_, _) ->
                new ChainReading.Contract(
                    anchor.logId(), Address.ZERO, anchor.seq() + 1, Map.of(anchor.seq(), period));
        lines(row, Verify.with(chain).verify("bundle.json", base, trust.map(Trust::parse)));
      }
    }
  }

  private void edited(List<String> edit, String trusted) {
    String from = edit.getFirst();
    int at = base.indexOf(from);
    assertThat(at).as(from).isNotNegative();
    spoil(at, from.length(), edit.getLast(), Optional.of(trusted));
    spoil(at, from.length(), edit.getLast(), Optional.empty());
  }

  private void spoilt(String trusted) {
    Random random = new Random(SEED);
    for (int i = 0; i < SPOILT; i++) {
      String letter = String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length())));
      spoil(random.nextInt(base.length()), random.nextInt(2), letter, Optional.of(trusted));
    }
  }

  private void spoil(int at, int length, String by, Optional<String> trust) {
    String text = base.substring(0, at) + by + base.substring(at + length);
    VerifyReport report = report(text, trust);
    ObjectNode row = rows.addObject().put("at", at).put("length", length).put("by", by);
    trust.ifPresent(t -> row.put("trust", t));
    row.put("exitCode", report.exitCode()).put("fails", report.fails().orElse(null));
    report.lines().stream()
        .filter(line -> line.status() == CheckLine.Status.FAIL)
        .forEach(line -> row.put("reason", reason(line)));
  }

  private static void lines(ObjectNode row, String text, Optional<String> trust) {
    trust.ifPresent(t -> row.put("trust", t));
    lines(row, report(text, trust));
  }

  private static void lines(ObjectNode row, VerifyReport report) {
    row.put("exitCode", report.exitCode());
    ArrayNode lines = row.putArray("lines");
    for (CheckLine line : report.lines()) {
      lines.addArray().add(line.name()).add(line.status().mark()).add(reason(line));
    }
  }

  /** What is wrong with JSON is said in a parser's own words. */
  private static String reason(CheckLine line) {
    return line.found().startsWith("not JSON: ") ? "not JSON: …" : line.found();
  }

  private static VerifyReport report(String text, Optional<String> trust) {
    return Verify.offline().verify("bundle.json", text, trust.map(Trust::parse));
  }

  /** A row per line. */
  private String text() throws JsonProcessingException {
    StringBuilder text = new StringBuilder("[\n");
    for (int i = 0; i < rows.size(); i++) {
      text.append(JSON.writeValueAsString(rows.get(i)));
      text.append(i < rows.size() - 1 ? ",\n" : "\n]\n");
    }
    return text.toString();
  }
}
