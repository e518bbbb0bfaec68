package dev.sigil.functions.gateway;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.store.MemoryDocumentStore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The gateway in a process of its own before one address, for {@code scripts/bench/gateway}. */
public final class BenchGateway {
  private BenchGateway() {}

  /** Serves {@code /bench/stub/mcp} from the address given, configured by the environment. */
  public static void main(String[] arguments) {
    URI upstream = URI.create(arguments[0]);
    InstantSource clock = InstantSource.system();
    MemoryDocumentStore store = new MemoryDocumentStore();
    Deployments deployments = new Deployments(store, clock);
    Deployment stub =
        deployments.ensure(
            new WorkspaceId("bench"),
            new ServerName("stub"),
            new Repository("https://example.com/stub"),
            "main",
            "");
    ReleaseId live = new ReleaseId(stub.id() + "-00000001");
    deployments.update(stub.id(), d -> d.withLive(live, Visibility.PUBLIC, d.createdAt()));
    ScriptedRouter router = new ScriptedRouter();
    router.add("one", upstream);
    SecureRandom random = new SecureRandom();
    GatewayMain.start(
        GatewayConfig.from(System.getenv(), random),
        new GatewayPorts(
            deployments, new ApiKeys(store, clock), router, clock, random, new TrafficCounters()));
  }
}
