package dev.sigil.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Repository;
import dev.sigil.core.store.MigratingDocumentStore;
import dev.sigil.core.store.Schema;
import dev.sigil.testkit.time.MutableClock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Documents as an older Sigil wrote them, under the present schema. */
class MigrationsTest {
  private static final Repository WEATHER = new Repository("https://github.com/Acme/weather.git");

  private final MemoryDocumentStore stored = new MemoryDocumentStore();
  private final MigratingDocumentStore store = new MigratingDocumentStore(stored, Schema.CURRENT);
  private final MutableClock clock = new MutableClock();
  private final Deployments deployments = new Deployments(store, clock);

  @Test
  void deployment_ofTheFirstFormIsReadAndFoundByItsSource() {
    Deployment now =
        Deployment.create(
            new WorkspaceId("acme"),
            new ServerName("weather"),
            WEATHER,
            "main",
            "",
            clock.instant());
    ObjectNode old = Json.tree(now);
    old.remove(List.of("standing", "rule", "source"));
    old.put("state", "active").put("visibility", "private").put("releases", 0);
    stored.put("deployments", now.id().value(), old.put("schemaVersion", 1));

    assertThat(deployments.get(now.id())).contains(now);
    assertThat(deployments.ofSource(WEATHER, "main")).isEmpty();
    store.migrate(10);
    assertThat(deployments.ofSource(WEATHER, "main")).containsExactly(now);
  }

  @Test
  void renamedRepositorysServer_leavesItsNameToAnother() {
    WorkspaceId acme = new WorkspaceId("acme");
    Deployment first = deployments.ensure(acme, new ServerName("a"), WEATHER, "main", "");
    Repository storm = new Repository("https://github.com/acme/storm.git");
    deployments.update(first.id(), d -> d.withRepository(storm, clock.instant()));

    Deployment second = deployments.ensure(acme, new ServerName("b"), WEATHER, "main", "");
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(deployments.ensure(acme, new ServerName("b"), WEATHER, "main", "").id())
        .isEqualTo(second.id());
    assertThat(deployments.ensure(acme, new ServerName("a"), storm, "main", "").id())
        .isEqualTo(first.id());
    assertThat(deployments.ofRepository(storm, 10, null).items()).hasSize(1);
  }
}
