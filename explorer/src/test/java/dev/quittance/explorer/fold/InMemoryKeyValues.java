package dev.quittance.explorer.fold;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A store in memory. */
public final class InMemoryKeyValues implements KeyValues {
  private final TreeMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);

  @Override
  public byte @Nullable [] get(byte[] key) {
    return entries.get(key);
  }

  @Override
  public void put(byte[] key, byte[] value) {
    entries.put(key, value);
  }

  @Override
  public void delete(byte[] key) {
    entries.remove(key);
  }

  @Override
  public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visitor) {
    for (Map.Entry<byte[], byte[]> entry : new TreeMap<>(entries.subMap(from, to)).entrySet()) {
      if (!visitor.test(entry.getKey(), entry.getValue())) {
        return;
      }
    }
  }

  /** Everything as text. */
  Map<String, String> content() {
    Map<String, String> content = new TreeMap<>();
    entries.forEach(
        (key, value) -> content.put(Keys.hex(key), new String(value, StandardCharsets.ISO_8859_1)));
    return content;
  }
}
