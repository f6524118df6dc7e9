package dev.quittance.receipts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;

/** This module is pure: bytes in, bytes out. */
@AnalyzeClasses(
    packages = "dev.quittance.receipts",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule knowsNoStreamsChainsOrOtherModules =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache..", "org.web3j..", "io.vertx..", "io.apicurio..", "org.slf4j..");

  @ArchTest
  static final ArchRule dependsOnNoOtherModule =
      noClasses()
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAPackage("dev.quittance..")
                  .and(JavaClass.Predicates.resideOutsideOfPackage("dev.quittance.receipts..")));

  @ArchTest
  static final ArchRule doesNoInputOrOutput =
      noClasses()
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAnyPackage(
                      "java.io", "java.net..", "java.nio.file..", "java.nio.channels..")
                  .and(JavaClass.Predicates.type(IOException.class).negate()));

  @ArchTest
  static final ArchRule readsNoClockAndNoRandomness =
      noClasses()
          // draws blinding, which changes no result
          .that()
          .doNotHaveSimpleName("ForeignSecp256k1")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.time\\.(Clock|Instant)|java\\.(util|security)\\.(\\w+\\.)*\\w*Random");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.quittance.receipts.(*)..").should().beFreeOfCycles();
}
