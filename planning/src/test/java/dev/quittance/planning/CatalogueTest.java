package dev.quittance.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Examples;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import org.junit.jupiter.api.Test;

final class CatalogueTest {
  private static final Agent AGENT = Examples.agent();
  private static final Agent RETIRED =
      new Agent(AGENT.id(), AGENT.name(), AGENT.address(), Agent.Status.RETIRED, AGENT.services());

  @Test
  void latestDocumentOfAnIdWins() {
    Catalogue catalogue = Catalogue.EMPTY.foldAgent(0, AGENT).foldAgent(1, RETIRED);

    assertThat(catalogue.agents().get("scribe")).isEqualTo(Hashed.of(RETIRED));
    assertThat(catalogue.agentsOffset()).isEqualTo(2);
    assertThat(catalogue.policiesOffset()).isZero();
  }

  @Test
  void tenantsAndPoliciesShareALogButNotTheirIds() {
    Tenant tenant = Examples.tenant();
    Policy policy = Examples.policy();
    Policy sameId =
        new Policy(tenant.id(), 1, policy.feeRecipient(), null, null, null, null, null, null, null);

    Catalogue catalogue = Catalogue.EMPTY.foldPolicy(3, tenant).foldPolicy(9, sameId);

    assertThat(catalogue.tenant("acme")).contains(Hashed.of(tenant));
    assertThat(catalogue.policy("acme")).contains(Hashed.of(sameId));
    assertThat(catalogue.policiesOffset()).isEqualTo(10);
    assertThat(catalogue.agentsOffset()).isZero();
  }

  @Test
  void anOffsetThatWasFoldedChangesNothing() {
    Catalogue catalogue = Catalogue.EMPTY.foldAgent(5, RETIRED).foldPolicy(5, Examples.tenant());

    assertThat(catalogue.foldAgent(5, AGENT)).isSameAs(catalogue);
    assertThat(catalogue.foldAgent(4, AGENT)).isSameAs(catalogue);
    assertThat(catalogue.foldPolicy(5, Examples.policy())).isSameAs(catalogue);
  }

  @Test
  void earlierSnapshotsStayAsTheyWere() {
    Catalogue before = Catalogue.EMPTY.foldAgent(0, AGENT);
    Catalogue after = before.foldAgent(1, RETIRED);

    assertThat(before.agents().get("scribe")).isEqualTo(Hashed.of(AGENT));
    assertThat(after).isNotEqualTo(before);
  }
}
