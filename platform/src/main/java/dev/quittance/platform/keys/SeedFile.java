package dev.quittance.platform.keys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The mnemonic of a line, encrypted in a file that only its owner may read (mode 0600).
 *
 * <p>PBKDF2-HMAC-SHA256 makes a key of the passphrase, AES-256-GCM encrypts. The file is JSON:
 * {@code {"format":"quittance-seed/v1","iterations":…,"salt":…,"nonce":…,"ciphertext":…}}.
 */
public final class SeedFile {
  private static final String FORMAT = "quittance-seed/v1";
  private static final int ITERATIONS = 600_000;
  private static final int MAX_ITERATIONS = 10_000_000;
  private static final int TAG_BITS = 128;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SeedFile() {}

  /** Makes a new mnemonic, writes it and returns its keys; an existing file is never replaced. */
  public static Keyring create(Path file, String passphrase) throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] entropy = random.generateSeed(16);
    String mnemonic = Keyring.newMnemonic(entropy);
    byte[] salt = new byte[16];
    byte[] nonce = new byte[12];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, nonce, ITERATIONS);
      byte[] ciphertext = cipher.doFinal(mnemonic.getBytes(StandardCharsets.UTF_8));
      Base64.Encoder base64 = Base64.getEncoder();
      byte[] text =
          JSON.writerWithDefaultPrettyPrinter()
              .writeValueAsBytes(
                  Map.of(
                      "format", FORMAT,
                      "iterations", ITERATIONS,
                      "salt", base64.encodeToString(salt),
                      "nonce", base64.encodeToString(nonce),
                      "ciphertext", base64.encodeToString(ciphertext)));
      writePrivately(file, text);
    } catch (GeneralSecurityException e) {
      throw new IOException("can't encrypt the seed", e);
    }
    return Keyring.of(mnemonic);
  }

  /** Opens an existing file. */
  public static Keyring open(Path file, String passphrase) throws IOException {
    JsonNode json = read(file);
    Base64.Decoder base64 = Base64.getDecoder();
    try {
      Cipher cipher =
          cipher(
              Cipher.DECRYPT_MODE,
              passphrase,
              base64.decode(json.path("salt").asText()),
              base64.decode(json.path("nonce").asText()),
              iterations(json));
      byte[] mnemonic = cipher.doFinal(base64.decode(json.path("ciphertext").asText()));
      return Keyring.of(new String(mnemonic, StandardCharsets.UTF_8));
    } catch (AEADBadTagException e) {
      throw new IOException(
          "the passphrase does not open " + file + "; give the one that it was made with", e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(file + " is damaged", e);
    }
  }

  private static JsonNode read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    try {
      JsonNode json = JSON.readTree(content);
      if (FORMAT.equals(json.path("format").asText())) {
        return json;
      }
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is not a seed file: it is not JSON", e);
    }
    throw new IOException(file + " is not a seed file: its format is not " + FORMAT);
  }

  /** A number that somebody raised must not keep the program busy for hours. */
  private static int iterations(JsonNode json) {
    int iterations = json.path("iterations").asInt();
    if (iterations < 1 || iterations > MAX_ITERATIONS) {
      throw new IllegalArgumentException("iterations: " + iterations);
    }
    return iterations;
  }

  /** Writes a file that nobody but its owner can read at any moment; it must not exist. */
  public static void writePrivately(Path file, byte[] content) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    Files.createDirectories(folder);
    // Written whole beside it first: a process that dies here leaves no empty secret behind.
    Path whole =
        Files.createTempFile(
            folder,
            "." + file.getFileName(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.write(whole, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      Files.createLink(file, whole);
    } finally {
      Files.delete(whole);
    }
  }

  private static Cipher cipher(
      int mode, String passphrase, byte[] salt, byte[] nonce, int iterations)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray(), salt, iterations, 256);
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
