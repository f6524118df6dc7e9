package dev.quittance.explorer.store;

import dev.quittance.explorer.fold.KeyValueReads;
import dev.quittance.explorer.fold.KeyValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatchWithIndex;
import org.rocksdb.WriteOptions;

/**
 * A RocksDB in a directory. Reads are safe from any thread and see whole batches only; one batch at
 * a time, from one thread, which has ended before the store is closed. I/O failures, and reads
 * after the close, are {@link IllegalStateException}s.
 */
public final class RocksStore implements KeyValueReads, AutoCloseable {
  private static final long CACHE_BYTES = 16L << 20;
  private static final long WRITE_BUFFER_BYTES = 8L << 20;

  private final LRUCache cache = new LRUCache(CACHE_BYTES);
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final Options options;
  private final RocksDB db;
  private boolean closed;

  private RocksStore(Path directory) throws RocksDBException {
    this.options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(2)
            .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    this.db = RocksDB.open(options, directory.toString());
  }

  /** Opens the store, made when missing; another process must not have it open. */
  public static RocksStore open(Path directory) {
    RocksDB.loadLibrary();
    try {
      Files.createDirectories(directory);
      return new RocksStore(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("can't make " + directory, e);
    } catch (RocksDBException e) {
      throw new IllegalStateException(
          "can't open the order view in "
              + directory
              + "; is it open in another process? It may be deleted: it is built again from the"
              + " topics",
          e);
    }
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    Lock reading = reading();
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw failed(e);
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visitor) {
    Lock reading = reading();
    try (RocksIterator iterator = db.newIterator()) {
      visit(iterator, from, to, visitor);
    } finally {
      reading.unlock();
    }
  }

  /** Native memory must not be freed below a reader. */
  private Lock reading() {
    Lock reading = lock.readLock();
    reading.lock();
    if (closed) {
      reading.unlock();
      throw new IllegalStateException("the order view is closed");
    }
    return reading;
  }

  /** Begins a batch. */
  public Batch batch() {
    return new Batch();
  }

  /** Removes everything. */
  public void clear() {
    try {
      db.deleteRange(new byte[0], new byte[] {(byte) 0xff});
    } catch (RocksDBException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        db.close();
        options.close();
        cache.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private static void visit(
      RocksIterator iterator, byte[] from, byte[] to, BiPredicate<byte[], byte[]> visitor) {
    for (iterator.seek(from);
        iterator.isValid() && Arrays.compareUnsigned(iterator.key(), to) < 0;
        iterator.next()) {
      if (!visitor.test(iterator.key(), iterator.value())) {
        return;
      }
    }
  }

  private static IllegalStateException failed(RocksDBException e) {
    return new IllegalStateException("the order view's store failed: " + e.getMessage(), e);
  }

  /** Writes that become visible all at once, or not at all. Not thread-safe. */
  public final class Batch implements KeyValues, AutoCloseable {
    private final WriteBatchWithIndex writes = new WriteBatchWithIndex(true);
    private final ReadOptions reading = new ReadOptions();

    @Override
    public byte @Nullable [] get(byte[] key) {
      try {
        return writes.getFromBatchAndDB(db, reading, key);
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    @Override
    public void put(byte[] key, byte[] value) {
      try {
        writes.put(key, value);
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    @Override
    public void delete(byte[] key) {
      try {
        writes.delete(key);
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    @Override
    public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visitor) {
      try (RocksIterator iterator = writes.newIteratorWithBase(db.newIterator())) {
        visit(iterator, from, to, visitor);
      }
    }

    /** Makes the writes visible and durable against a crash of the process. */
    public void commit() {
      try (WriteOptions writing = new WriteOptions()) {
        db.write(writing, writes);
      } catch (RocksDBException e) {
        throw failed(e);
      }
    }

    @Override
    public void close() {
      writes.close();
      reading.close();
    }
  }
}
