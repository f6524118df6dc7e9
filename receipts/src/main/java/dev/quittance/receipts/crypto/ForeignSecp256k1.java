package dev.quittance.receipts.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Signing with a recovery id, which libsecp256k1 can and its JNI wrapper leaves out, called
 * directly (java.lang.foreign; {@code secp256k1.h} and {@code secp256k1_recovery.h}).
 *
 * <p>Thread-safe: the context is randomised once, before anyone shares it, and only read from then
 * on; each thread has its own scratch memory, so that a call allocates nothing outside of the heap.
 */
final class ForeignSecp256k1 {
  private static final int CONTEXT_NONE = 1;
  private static final int COMPACT_SIZE = 64;

  private final MemorySegment context;
  private final MethodHandle signRecoverable;
  private final MethodHandle serializeSignature;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  private ForeignSecp256k1(Functions functions, MemorySegment context) {
    this.context = context;
    signRecoverable = functions.ofPointers("secp256k1_ecdsa_sign_recoverable", 6);
    serializeSignature =
        functions.ofPointers("secp256k1_ecdsa_recoverable_signature_serialize_compact", 4);
  }

  /**
   * Binds the functions.
   *
   * @param symbols where the native library's functions are found
   * @return empty if a function is missing or this platform can't call native code directly
   */
  static Optional<ForeignSecp256k1> bind(SymbolLookup symbols) {
    try {
      Functions functions = new Functions(Linker.nativeLinker(), symbols);
      return Optional.of(new ForeignSecp256k1(functions, randomizedContext(functions)));
    } catch (MissingSymbol | UnsupportedOperationException | IllegalCallerException _) {
      return Optional.empty();
    }
  }

  /** Blinds the context against side channels, as the library recommends; results are the same. */
  private static MemorySegment randomizedContext(Functions functions) {
    MethodHandle create =
        functions.of("secp256k1_context_create", FunctionDescriptor.of(ADDRESS, JAVA_INT));
    MethodHandle randomize = functions.ofPointers("secp256k1_context_randomize", 2);
    byte[] seed = new byte[32];
    new SecureRandom().nextBytes(seed);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment context = (MemorySegment) create.invokeExact(CONTEXT_NONE);
      MemorySegment native32 = arena.allocateFrom(JAVA_BYTE, seed);
      require((int) randomize.invokeExact(context, native32), "randomise a context");
      return context;
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Signs a digest (RFC 6979, low s) and tells the parity of the nonce point. */
  EcdsaSignature sign(byte[] digest, byte[] secret) {
    Scratch own = scratch.get();
    own.digest.copyFrom(MemorySegment.ofArray(digest));
    own.secret.copyFrom(MemorySegment.ofArray(secret));
    try {
      require(
          (int)
              signRecoverable.invokeExact(
                  context,
                  own.signature,
                  own.digest,
                  own.secret,
                  MemorySegment.NULL,
                  MemorySegment.NULL),
          "sign");
      require(
          (int) serializeSignature.invokeExact(context, own.compact, own.recoveryId, own.signature),
          "serialise a signature");
    } catch (Throwable e) {
      throw rethrown(e);
    } finally {
      own.secret.fill((byte) 0);
    }
    // The ids 2 and 3 stand for r ≥ n, and no one has ever seen such an r.
    return EcdsaSignature.ofCompact(
        own.compact.toArray(JAVA_BYTE), own.recoveryId.get(JAVA_INT, 0) & 1);
  }

  private static void require(int outcome, String what) {
    if (outcome != 1) {
      throw new IllegalStateException("libsecp256k1 can't " + what);
    }
  }

  private static RuntimeException rethrown(Throwable e) {
    return switch (e) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      default -> new IllegalStateException("a native function has thrown", e);
    };
  }

  /** Says that the library is there, but not with all functions. */
  private static final class MissingSymbol extends RuntimeException {
    MissingSymbol(String name) {
      super(name);
    }
  }

  private record Functions(Linker linker, SymbolLookup symbols) {
    @SuppressWarnings("restricted") // the descriptors are those of the library's headers
    MethodHandle of(String name, FunctionDescriptor type) {
      MemorySegment symbol = symbols.find(name).orElseThrow(() -> new MissingSymbol(name));
      return linker.downcallHandle(symbol, type);
    }

    /** An int function of pointers only. */
    MethodHandle ofPointers(String name, int arguments) {
      MemoryLayout[] pointers = new MemoryLayout[arguments];
      Arrays.fill(pointers, ADDRESS);
      return of(name, FunctionDescriptor.of(JAVA_INT, pointers));
    }
  }

  /** One thread's native memory, freed with the thread. */
  private static final class Scratch {
    private final Arena arena = Arena.ofAuto();
    final MemorySegment digest = arena.allocate(32);
    final MemorySegment secret = arena.allocate(32);
    final MemorySegment compact = arena.allocate(COMPACT_SIZE);
    final MemorySegment signature = arena.allocate(65);
    final MemorySegment recoveryId = arena.allocate(JAVA_INT);
  }
}
