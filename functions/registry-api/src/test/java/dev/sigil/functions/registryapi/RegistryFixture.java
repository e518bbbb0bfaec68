package dev.sigil.functions.registryapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.registry.Hosting;
import dev.sigil.core.registry.Packages;
import dev.sigil.core.registry.Publication;
import dev.sigil.core.registry.Publishing;
import dev.sigil.core.registry.ServerJson;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.tool.Catalogues;
import dev.sigil.core.tool.ToolCatalogue;
import dev.sigil.testkit.FakePlatform;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import dev.sigil.testkit.http.OpenApiContract;
import java.time.Duration;
import java.util.List;

/** The registry's API over a store in memory; every answer is checked against its document. */
final class RegistryFixture {
  static final WorkspaceId ACME = new WorkspaceId("acme");

  final FakePlatform platform = new FakePlatform();
  final Packages packages = new Packages(platform.documents(), platform.clock());
  final RegistryApiFunction function =
      new RegistryApiFunction(platform, new RegistryApiConfig(Duration.ofSeconds(10)));
  final OpenApiContract contract = OpenApiContract.of(function);

  /** Publishes a version as a release does that goes live. */
  Deployment publish(String name, String version, String description, Visibility visibility) {
    platform.clock().advance(Duration.ofSeconds(1));
    Deployment deployment =
        Deployment.create(
            ACME,
            new ServerName(name),
            new Repository("https://github.com/acme/" + name),
            "main",
            "",
            platform.clock().instant());
    ToolCatalogue tools =
        ToolCatalogue.of(
            List.of(
                (ObjectNode)
                    Json.parse(
                        """
                        {"name":"forecast","description":"Tomorrow's weather",
                        "inputSchema":{"type":"object"}}""")));
    new Catalogues(platform.documents()).put(deployment.id(), tools);
    ObjectNode server =
        Json.object()
            .put("$schema", ServerJson.SCHEMA)
            .put("name", "io.github.acme/" + name)
            .put("title", name)
            .put("description", description)
            .put("version", version);
    server
        .putArray("remotes")
        .addObject()
        .put("type", "streamable-http")
        .put("url", "https://sigil.example/acme/" + name + "/mcp");
    Publication publication =
        new Publication(
            server,
            visibility,
            Hosting.of(
                deployment,
                new ReleaseId(deployment.id() + "-0001"),
                new Commit("1".repeat(40)),
                tools.hash()),
            false);
    platform
        .documents()
        .transact(
            tx -> {
              Publishing publishing =
                  Publishing.prepare(tx, publication, platform.clock().instant());
              publishing.write(tx);
              return true;
            });
    return deployment;
  }

  Deployment publish(String name) {
    return publish(name, "1.0.0", "Does " + name, Visibility.PUBLIC);
  }

  FakeHttpResponse get(String template, String target) {
    FakeHttpResponse answer = FakeHttpResponse.from(function, FakeHttpRequest.of("GET", target));
    contract.accepts("get", template, answer);
    return answer;
  }
}
