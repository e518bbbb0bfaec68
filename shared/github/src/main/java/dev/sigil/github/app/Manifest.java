package dev.sigil.github.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What GitHub is told about the App: its addresses, and the least that Sigil needs. */
public final class Manifest {
  /**
   * The least that Sigil needs: to show releases, to write content and pull requests, to propose an
   * mcp.yaml; members of an organisation, to know who may do what. What only reads asks for a token
   * that cannot write.
   */
  public static final Map<String, String> PERMISSIONS =
      Map.of(
          "checks", "write",
          "contents", "write",
          "deployments", "write",
          "members", "read",
          "metadata", "read",
          "pull_requests", "write",
          "statuses", "write");

  private static final String SIGN_IN = "/api/v1/auth/github";

  private Manifest() {}

  /**
   * The manifest as JSON. Events of installations come without being asked for.
   *
   * @param redirect the local address that GitHub sends the browser back to
   */
  static String of(Options options, String redirect) {
    ObjectNode manifest =
        Json.object()
            .put("name", options.name())
            .put("url", options.url().toString())
            .put("description", "Hosts MCP servers: push, and minutes later one answers.")
            .put("redirect_url", redirect)
            .put("public", options.open());
    manifest
        .putObject("hook_attributes")
        .put("url", options.url() + "/webhooks/github")
        .put("active", true);
    manifest.putArray("callback_urls").add(options.url() + SIGN_IN + "/callback");
    manifest.put("setup_url", options.url() + SIGN_IN).put("request_oauth_on_install", false);
    new TreeMap<>(PERMISSIONS).forEach(manifest.putObject("default_permissions")::put);
    List.of(
            "check_run",
            "check_suite",
            "organization",
            "pull_request",
            "push",
            "release",
            "repository")
        .forEach(manifest.putArray("default_events")::add);
    return Json.write(manifest);
  }
}
