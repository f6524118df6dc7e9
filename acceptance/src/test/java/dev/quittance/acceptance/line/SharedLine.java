package dev.quittance.acceptance.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * One line for all test classes that ask for it: brought up by the first, handed on with all first
 * processes at work, closed when all tests are over. A failing test shows what the processes said.
 */
public final class SharedLine
    implements BeforeAllCallback, ParameterResolver, TestExecutionExceptionHandler {
  private static final Namespace STORE = Namespace.create(SharedLine.class);

  /** The line with the folder that goes with it. */
  private record Held(LineUnderTest line, Path folder) implements AutoCloseable {
    static Held bringUp() {
      long seed = Long.getLong("quittance.seed", System.nanoTime());
      System.out.printf("line with seed %d (repeat with -Dquittance.seed=%d)%n", seed, seed);
      try {
        Path folder = Files.createTempDirectory("quittance-line-");
        return new Held(LineUnderTest.bringUp(folder, seed), folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      line.close();
      remove(folder);
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    held(context).line().restore();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == LineUnderTest.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return held(context).line();
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
    LineUnderTest line = held(context).line();
    throw new AssertionError(
        failure.getMessage() + "\n\nseed " + line.stub().seed() + "\n" + line.said(), failure);
  }

  private static Held held(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Held.class, _ -> Held.bringUp(), Held.class);
  }

  private static void remove(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
