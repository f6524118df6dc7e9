package dev.quittance.executors.openai;

import static dev.quittance.executors.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelSchemaTest {

  @Test
  void leavesOutLengthsButNoProperties() {
    assertThat(
            ModelSchema.of(
                json(
                    """
                    {"$schema": "s", "$id": "i", "title": "t", "type": "object",
                     "properties": {"title": {"type": "string", "maxLength": 5},
                                    "pattern": {"type": "array", "maxItems": 3, "items":
                                      {"oneOf": [{"pattern": "x", "type": "string"},
                                                 {"type": "integer", "minimum": 0}]}}},
                     "required": ["title"], "additionalProperties": false}
                    """)))
        .isEqualTo(
            json(
                """
                {"type": "object",
                 "properties": {"title": {"type": "string"},
                                "pattern": {"type": "array", "items":
                                  {"oneOf": [{"type": "string"},
                                             {"type": "integer", "minimum": 0}]}}},
                 "required": ["title"], "additionalProperties": false}
                """));
  }
}
