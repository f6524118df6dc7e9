import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.web3j.codegen.SolidityFunctionWrapper;
import org.web3j.protocol.ObjectMapperFactory;
import org.web3j.protocol.core.methods.response.AbiDefinition;
import org.web3j.tx.Contract;

/**
 * Build step: one web3j wrapper per compiled contract, written only when it is older than the ABI.
 *
 * <p>The generator's own command line reads the ABI with Jackson 2 and does not link against web3j
 * 6, which reads JSON with Jackson 3; the generator below it does.
 */
final class GenerateWrappers {
  /** Arguments: directory with the .abi and .bin files, output directory, Java package. */
  public static void main(String[] args) throws Exception {
    Path compiled = Path.of(args[0]);
    Path output = Path.of(args[1]);
    String javaPackage = args[2];
    for (Path abi : abisIn(compiled)) {
      String name = abi.getFileName().toString().replace(".abi", "");
      if (!isNewer(output.resolve(javaPackage.replace('.', '/'), name + ".java"), abi)) {
        generate(name, abi, bytecode(compiled.resolve(name + ".bin")), output, javaPackage);
      }
    }
  }

  /** The wrapper of an abstract contract, which has none, is made without deployment. */
  private static String bytecode(Path bin) throws IOException {
    String hex = Files.readString(bin);
    return hex.isEmpty() ? Contract.BIN_NOT_PROVIDED : hex;
  }

  private static void generate(
      String name, Path abi, String bytecode, Path output, String javaPackage) throws Exception {
    AbiDefinition[] definitions =
        ObjectMapperFactory.getObjectMapper()
            .readValue(Files.readString(abi), AbiDefinition[].class);
    List<AbiDefinition> supported =
        Stream.of(definitions).filter(definition -> !takesNestedArrays(definition)).toList();
    boolean nativeJavaTypes = true;
    new SolidityFunctionWrapper(nativeJavaTypes)
        .generateJavaFiles(name, bytecode, supported, output.toString(), javaPackage, Map.of());
  }

  /** The generator fails on arrays of arrays: such a function is called by hand-written code. */
  private static boolean takesNestedArrays(AbiDefinition definition) {
    return definition.getInputs() != null
        && definition.getInputs().stream().anyMatch(input -> input.getType().endsWith("[][]"));
  }

  private static List<Path> abisIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".abi")).sorted().toList();
    }
  }

  private static boolean isNewer(Path wrapper, Path abi) throws IOException {
    return Files.exists(wrapper)
        && Files.getLastModifiedTime(wrapper).compareTo(Files.getLastModifiedTime(abi)) >= 0;
  }
}
