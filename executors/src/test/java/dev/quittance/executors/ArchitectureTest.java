package dev.quittance.executors;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rules are pure, and only one class makes connections. */
@AnalyzeClasses(
    packages = "dev.quittance.executors",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String ADDRESS = "dev.quittance.executors.address..";
  private static final String JSON = "dev.quittance.executors.json..";
  private static final String KIND = "dev.quittance.executors.kind..";

  @ArchTest
  static final ArchRule addressRulesNeedTheLanguageOnly =
      classes()
          .that()
          .resideInAPackage(ADDRESS)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  ADDRESS, "java.lang..", "java.net..", "java.util..", "org.jspecify.."));

  @ArchTest
  static final ArchRule addressRulesLookNothingUp =
      noClasses()
          .that()
          .resideInAPackage(ADDRESS)
          .should()
          .callMethod(java.net.InetAddress.class, "getByName", String.class)
          .orShould()
          .callMethod(java.net.InetAddress.class, "getAllByName", String.class);

  @ArchTest
  static final ArchRule kindsKnowNeitherNetworkNorTime =
      classes()
          .that()
          .resideInAnyPackage(KIND, JSON)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  KIND,
                  JSON,
                  "java.lang..",
                  "java.io..",
                  "java.nio.charset..",
                  "java.security..",
                  "java.util..",
                  "com.fasterxml.jackson..",
                  "com.networknt..",
                  "tools.jackson.databind..",
                  "org.jspecify.."));

  @ArchTest
  static final ArchRule executorsDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("dev.quittance.executors.openai..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.quittance.executors.webhook..");

  @ArchTest
  static final ArchRule onlyTheHttpPackageConnects =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.quittance.executors.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..", "java.net.http..", "okhttp3..");
}
