package dev.sigil.core.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Repository;
import java.net.URI;

/** Writes the server.json (schema 2025-12-11) of a hosted server. */
public final class ServerJson {
  public static final String SCHEMA =
      "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";

  private static final int MAX_TEXT = 100;

  private ServerJson() {}

  /** The entry of a server that follows {@code plan} and is reached through the gateway. */
  public static ObjectNode of(RegistryNames names, Deployment deployment, BuildPlan plan) {
    ObjectNode server = Json.object();
    server.put("$schema", SCHEMA);
    server.put("name", names.nameOf(deployment));
    server.put("title", bounded(plan.name().isBlank() ? deployment.name().value() : plan.name()));
    server.put("description", description(deployment, plan));
    server.put("version", plan.version());
    addRepository(server, deployment.repository(), plan.folder());
    server
        .putArray("remotes")
        .addObject()
        .put("type", "streamable-http")
        .put("url", names.endpointOf(deployment));
    return server;
  }

  private static String description(Deployment deployment, BuildPlan plan) {
    String text = plan.description().replaceAll("\\s+", " ").strip();
    return bounded(text.isEmpty() ? "The MCP server " + deployment.name() + "." : text);
  }

  /* Only an address that everybody can open belongs into the registry: no path, no SSH. */
  private static void addRepository(ObjectNode server, Repository repository, String folder) {
    String url = repository.url().replaceAll("\\.git$", "");
    if (!url.startsWith("https://") || url.contains("@")) {
      return;
    }
    String host = URI.create(url).getHost();
    if (host == null) {
      return;
    }
    ObjectNode node = server.putObject("repository");
    node.put("url", url).put("source", host.replaceAll("^(github|gitlab)\\.com$", "$1"));
    if (!folder.isEmpty()) {
      node.put("subfolder", folder);
    }
  }

  private static String bounded(String text) {
    if (text.codePointCount(0, text.length()) <= MAX_TEXT) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, MAX_TEXT - 1)).stripTrailing() + "…";
  }
}
