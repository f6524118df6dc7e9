package dev.quittance.planning;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

/** Planning is pure: what it decides depends on its arguments alone. */
@AnalyzeClasses(
    packages = "dev.quittance.planning",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule dependsOnTheLanguageAndOnJsonOnly =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.quittance.planning..",
                  "java..",
                  "org.jspecify.annotations..",
                  "com.fasterxml.jackson..",
                  "org.erdtman.jcs.."));

  /**
   * The JSON libraries declare IOException although they read memory, so that one class may be
   * named.
   */
  @ArchTest
  static final ArchRule doesNoInputOrOutput =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      "java.io..",
                      "java.net..",
                      "java.nio.file..",
                      "java.nio.channels..",
                      "java.util.concurrent..")
                  .and(
                      describe(
                          "are not IOException",
                          (JavaClass type) -> !type.isEquivalentTo(IOException.class))));

  @ArchTest
  static final ArchRule fetchesNeitherTimeNorRandomness =
      noClasses()
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, SecureRandom.class, Clock.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule packagesBuildOnEachOtherOneWay =
      slices()
          .matching("dev.quittance.(planning.document|planning.graph|planning)")
          .should()
          .beFreeOfCycles();

  @ArchTest
  static final ArchRule documentsKnowNothingOfDeciding =
      noClasses()
          .that()
          .resideInAPackage("dev.quittance.planning.document")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.quittance.planning", "dev.quittance.planning.graph");
}
