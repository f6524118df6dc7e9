package dev.quittance.auditor;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The auditor depends on nothing that it audits. */
@AnalyzeClasses(
    packages = "dev.quittance.auditor",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule knowsTheFormatsAlone =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.quittance..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "dev.quittance.auditor..",
                              "dev.quittance.receipts..",
                              "dev.quittance.planning..",
                              "dev.quittance.schemas..",
                              "dev.quittance.contracts.abi.."))));

  @ArchTest
  static final ArchRule readsTopicsInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.quittance.auditor.source..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka.clients..", "org.apache.avro..");

  @ArchTest
  static final ArchRule asksTheChainInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.quittance.auditor.chain..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.web3j..", "dev.quittance.contracts..");

  @ArchTest
  static final ArchRule packagesBelowHaveNoCycles =
      slices().matching("dev.quittance.auditor.(*)..").should().beFreeOfCycles();
}
