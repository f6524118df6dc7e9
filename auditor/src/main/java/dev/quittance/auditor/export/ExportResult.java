package dev.quittance.auditor.export;

/** What came of an export. */
public sealed interface ExportResult {

  /** It is in its folder. */
  record Exported(Manifest manifest) implements ExportResult {}

  /** Nothing was left behind; {@code reason} says why and what to do. */
  record Failed(String reason) implements ExportResult {}
}
