package dev.quittance.platform.deadletters;

import dev.quittance.platform.blob.BlobStoreUnavailable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.nio.file.FileSystemException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;

/** Whose fault a failure is, told by the causes that it names. */
public enum Fault {
  /** The network's, a server's or a payload store's for a while: the same again will do. */
  TRANSIENT,
  /** The machine's, the cluster's or a store's: no record is to blame, and a person must look. */
  ENVIRONMENT,
  /** The record's, or of the code that it meets: the same record will fail again. */
  RECORD;

  /** Whose fault a failure is. */
  public static Fault of(Throwable failure) {
    Fault fault = RECORD;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isTransient(cause)) {
        return TRANSIENT;
      }
      fault = isOfEnvironment(cause) ? ENVIRONMENT : fault;
    }
    return fault;
  }

  /** Whether a failure comes from a registry or broker that can't be reached. */
  public static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (isOfNetwork(cause)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTransient(Throwable cause) {
    return cause instanceof RetriableException
        || cause instanceof BlobStoreUnavailable
        || isOfTransaction(cause)
        || isOfNetwork(cause);
  }

  /** A broker that comes back knows no more of a transaction; a new producer begins another. */
  private static boolean isOfTransaction(Throwable cause) {
    return cause instanceof InvalidTxnStateException
        || cause instanceof InvalidProducerEpochException
        || cause instanceof InvalidPidMappingException
        || cause instanceof OutOfOrderSequenceException;
  }

  private static boolean isOfNetwork(Throwable cause) {
    return cause instanceof SocketException
        || cause instanceof HttpTimeoutException
        || cause instanceof InterruptedIOException;
  }

  /**
   * What a broker answers to a send concerns an earlier record as likely as the one in hand. A full
   * disk is a plain {@link IOException}; what decoders throw are kinds of it.
   */
  private static boolean isOfEnvironment(Throwable cause) {
    return cause instanceof ApiException
        || cause instanceof InterruptException
        || cause instanceof TaskMigratedException
        || cause instanceof TaskCorruptedException
        || cause instanceof ProcessorStateException
        || cause instanceof FileSystemException
        || cause.getClass() == IOException.class
        || (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError));
  }
}
