package dev.quittance.platform.blob.remote;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.quittance.receipts.crypto.Sha256;
import java.util.HexFormat;
import java.util.List;

/** A form with one file (RFC 7578). */
final class MultipartFile {
  private final String boundary;
  private final String field;
  private final byte[] content;

  MultipartFile(String field, byte[] content) {
    // No content holds a boundary that is made of its own hash, unless somebody breaks the hash.
    this.boundary = "quittance-" + HexFormat.of().formatHex(Sha256.hash(content).toByteArray());
    this.field = field;
    this.content = content;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  List<byte[]> parts() {
    String head =
        "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\""
            + field
            + "\"; filename=\"payload\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    return List.of(
        head.getBytes(US_ASCII), content, ("\r\n--" + boundary + "--\r\n").getBytes(US_ASCII));
  }
}
