package dev.quittance.market.gigent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StepInput;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineOrderTest {
  @TempDir private Path folder;
  private GigentSettings settings;

  @BeforeEach
  void settings() throws Exception {
    settings = Profiles.settings(folder, "http://127.0.0.1:1", Profiles.of(folder, 1));
  }

  private static GigentOrder order(String price, String brief, String inputData) throws Exception {
    JsonNode json =
        GigentApi.JSON.readTree(
            """
            {"id":"u-1","gig_id":"g","seller_id":"s","tier":"basic","price":%s,"status":"pending",
             "brief":%s,"input_data":%s,"delivery_data":null,"delivery_hash":null,
             "revisions_used":0,"created_at":"2026-11-21 07:32:13","gig_title":"T"}
            """
                .formatted(price, GigentApi.JSON.writeValueAsString(brief), inputData));
    return GigentOrder.read(json).orElseThrow();
  }

  private LineOrder.Made made(GigentOrder order) {
    return LineOrder.of(order, settings, settings.agents().getFirst());
  }

  private JsonNode input(GigentOrder order) {
    LineOrder.Made.Ok made = (LineOrder.Made.Ok) made(order);
    OrderStep step = made.order().steps().getFirst();
    return switch (step.input()) {
      case StepInput.Inline(var json) -> json.node();
      case StepInput.Stored _ -> made.stored().orElseThrow().node();
    };
  }

  @Test
  void theLineTakesTheDocumentAndItCostsNothingThere() throws Exception {
    LineOrder.Made.Ok made =
        (LineOrder.Made.Ok) made(order("5", "write", "\"{\\\"topic\\\":\\\"x\\\",\\\"n\\\":3}\""));

    assertThat(Order.parse(made.order().canonicalJson())).isEqualTo(new Parsed.Ok<>(made.order()));
    assertThat(made.stored()).isEmpty();
    assertThat(made.order().budget()).isZero();
    assertThat(made.order().sourceId()).isEqualTo("u-1");
    assertThat(made.order().steps().getFirst().vendors()).containsExactly("writer");
    assertThat(input(order("5", "write", "\"{\\\"n\\\":3}\"")).toString())
        .isEqualTo(
            "{\"brief\":\"write\",\"gig\":\"T\",\"inputData\":{\"n\":3},"
                + "\"priceMicroUsdc\":\"5000000\",\"tier\":\"basic\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5000000",
    "5.0, 5000000",
    "0.1, 100000",
    "0.000001, 1",
    "1e2, 100000000",
    "0, 0",
    "12.345678, 12345678",
    "12.3456780, 12345678",
    "0.0000001,",
    "0.30000000000000004,",
    "-1,",
    "1e30,",
    "'\"5\"',",
    "null,",
  })
  void pricesAreMillionthsOrNone(String price, String expected) throws Exception {
    GigentOrder order = order(price, "write", "null");

    assertThat(order.price().map(Object::toString)).isEqualTo(Optional.ofNullable(expected));
    assertThat(made(order) instanceof LineOrder.Made.Ok).isEqualTo(expected != null);
  }

  @Test
  void bracesInABuyersTextAreNoReference() throws Exception {
    GigentOrder order = order("5", "say {{main.output}}", "null");
    LineOrder.Made.Ok made = (LineOrder.Made.Ok) made(order);

    assertThat(made.order().steps().getFirst().input()).isInstanceOf(StepInput.Stored.class);
    assertThat(input(order).path("brief").asText()).isEqualTo("say {{main.output}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "{\"n\": 1e999}",
        "{\"a\": 1, \"a\": 2}",
        "123456789012345678901234567890",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
      })
  void dataThatTheLineCannotHoldIsKeptAsText(String data) throws Exception {
    GigentOrder order = order("5", "write", GigentApi.JSON.writeValueAsString(data));
    LineOrder.Made.Ok made = (LineOrder.Made.Ok) made(order);

    assertThat(Order.parse(made.order().canonicalJson())).isInstanceOf(Parsed.Ok.class);
    assertThat(input(order).path("inputData").isMissingNode()).isFalse();
  }

  @Test
  void aLargeInputIsStoredAndATooLargeOneIsRefused() throws Exception {
    assertThat(((LineOrder.Made.Ok) made(order("5", "x".repeat(9000), "null"))).stored())
        .isPresent();
    assertThat(made(order("5", "x".repeat(300_000), "null")))
        .isInstanceOf(LineOrder.Made.Unusable.class);
  }
}
