package dev.quittance.executors.openai;

import java.util.Locale;

/** How an endpoint is told that its answer has to be JSON; the strongest way first. */
enum Structured {
  /** By the answer's schema, which many servers enforce while they write. */
  JSON_SCHEMA,
  /** By asking for any JSON object. */
  JSON_OBJECT,
  /** By the prompt alone. */
  TEXT;

  /** As the settings and the evidence write it. */
  String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Structured ofSettingName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The next weaker way; of the weakest itself. */
  Structured weaker() {
    return switch (this) {
      case JSON_SCHEMA -> JSON_OBJECT;
      case JSON_OBJECT, TEXT -> TEXT;
    };
  }
}
