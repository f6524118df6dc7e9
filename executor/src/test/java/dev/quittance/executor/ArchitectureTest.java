package dev.quittance.executor;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.UUID;

/** What decides and what is run again by auditors depends on its arguments alone. */
@AnalyzeClasses(
    packages = "dev.quittance.executor",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String DOMAIN = "dev.quittance.executor.domain..";
  private static final String BUILTIN = "dev.quittance.executor.builtin..";

  @ArchTest
  static final ArchRule domainDependsOnPlanningAndReceiptsOnly =
      classes()
          .that()
          .resideInAPackage(DOMAIN)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  DOMAIN,
                  "dev.quittance.executor.api..",
                  "dev.quittance.planning..",
                  "dev.quittance.receipts..",
                  "java.lang..",
                  "java.math..",
                  "java.nio",
                  "java.nio.charset",
                  "java.util..",
                  "org.jspecify.annotations..",
                  "com.fasterxml.jackson.databind.."));

  @ArchTest
  static final ArchRule builtinsDependOnTheLanguageJsonAndReceiptsOnly =
      classes()
          .that()
          .resideInAPackage(BUILTIN)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  BUILTIN,
                  "java..",
                  "org.jspecify.annotations..",
                  "com.fasterxml.jackson..",
                  "dev.quittance.planning.document..",
                  "dev.quittance.receipts.."));

  /** Built-in executors read their word lists from their own jar, by java.io. */
  @ArchTest
  static final ArchRule neitherUsesFilesNetworkOrThreads =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN, BUILTIN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..", "java.nio.file..", "java.nio.channels..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule neitherFetchesTimeOrChance =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN, BUILTIN)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Random.class, SecureRandom.class, Clock.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(UUID.class, "randomUUID");
}
