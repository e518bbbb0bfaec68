package dev.sigil.core.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of server.json 2025-12-11, those of the schema and those that only the official
 * registry enforces. One rule differs: a remote on {@code localhost} is allowed, since a registry
 * on one machine lists what runs there.
 */
public final class ServerJsonRules {
  static final String PUBLISHER = "io.modelcontextprotocol.registry/publisher-provided";

  private static final Pattern NAME =
      Pattern.compile(
          "[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?/[a-zA-Z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9])?");
  private static final Pattern RANGE =
      Pattern.compile("[\\^~<>=].*|.*(?:\\|\\||\\s-\\s).*|(?:.*\\.)?[xX*](?:\\..*)?");
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)}");
  private static final Set<String> REGISTRIES =
      Set.of("npm", "pypi", "cargo", "oci", "nuget", "mcpb");
  private static final Set<String> TRANSPORTS = Set.of("stdio", "streamable-http", "sse");
  private static final Set<String> REMOTES = Set.of("streamable-http", "sse");
  private static final Set<String> ICON_TYPES =
      Set.of("image/png", "image/jpeg", "image/jpg", "image/svg+xml", "image/webp");
  private static final int MAX_PUBLISHER_BYTES = 4 * 1024;
  private static final int MAX_ITEMS = 100;

  private final List<String> problems = new ArrayList<>();

  private ServerJsonRules() {}

  /** Everything that is wrong, one sentence each, with the path of the field; empty when valid. */
  public static List<String> problems(ObjectNode server) {
    ServerJsonRules rules = new ServerJsonRules();
    rules.server(server);
    return List.copyOf(rules.problems);
  }

  private void server(ObjectNode server) {
    String name = text(server, "name", 3, 200, true);
    check(name.isEmpty() || NAME.matcher(name).matches(), "name must be <namespace>/<name>");
    text(server, "description", 1, 100, true);
    String title = text(server, "title", 1, 100, false);
    check(!server.has("title") || !title.isBlank(), "title must not be blank");
    version(server, "version", true);
    if (server.has("websiteUrl")) {
      https(server, "websiteUrl", "websiteUrl");
    }
    if (server.has("repository")) {
      https(server.path("repository"), "url", "repository.url");
      check(
          server.path("repository").path("source").isTextual(), "repository.source must be a text");
    }
    items(server, "icons").forEach(this::icon);
    items(server, "packages").forEach(this::distribution);
    items(server, "remotes").forEach(this::remote);
    JsonNode published = server.path("_meta").path(PUBLISHER);
    check(
        published.isMissingNode()
            || Json.write(published).getBytes(StandardCharsets.UTF_8).length <= MAX_PUBLISHER_BYTES,
        "_meta." + PUBLISHER + " must be at most 4 KiB");
  }

  private void icon(JsonNode icon) {
    https(icon, "src", "icons[].src");
    check(icon.path("src").asText().length() <= 255, "icons[].src must be at most 255 characters");
    check(
        !icon.has("mimeType") || ICON_TYPES.contains(icon.path("mimeType").asText()),
        "icons[].mimeType must be one of " + ICON_TYPES.stream().sorted().toList());
    check(
        !icon.has("theme") || Set.of("light", "dark").contains(icon.path("theme").asText()),
        "icons[].theme must be light or dark");
  }

  private void distribution(JsonNode item) {
    String type = item.path("registryType").asText();
    check(REGISTRIES.contains(type), "packages[].registryType must be one of the known registries");
    String identifier = text(item, "identifier", 1, 2_000, true);
    check(!identifier.contains(" "), "packages[].identifier must not hold spaces");
    check(
        TRANSPORTS.contains(item.path("transport").path("type").asText()),
        "packages[].transport.type must be stdio, streamable-http or sse");
    check(!type.equals("mcpb") || item.has("fileSha256"), "packages[].fileSha256 goes with mcpb");
    version(item, "version", false);
  }

  private void remote(JsonNode remote) {
    check(
        REMOTES.contains(remote.path("type").asText()),
        "remotes[].type must be streamable-http or sse");
    String url = text(remote, "url", 1, 2_000, true);
    Matcher variables = VARIABLE.matcher(url);
    Set<String> named = new HashSet<>();
    while (variables.find()) {
      named.add(variables.group(1));
    }
    named.forEach(
        name ->
            check(
                remote.path("variables").has(name),
                "remotes[].variables must define {" + name + "}"));
    check(
        absolute(VARIABLE.matcher(url).replaceAll("x"), Set.of("http", "https")),
        "remotes[].url must be an absolute http or https URL");
  }

  private void version(JsonNode owner, String field, boolean required) {
    String version = text(owner, field, 1, 255, required);
    check(!version.equals("latest"), field + " must name one version, not latest");
    check(!RANGE.matcher(version).matches(), field + " must be one version, not a range");
  }

  private void https(JsonNode owner, String field, String label) {
    check(
        absolute(owner.path(field).asText(), Set.of("https")),
        label + " must be an absolute https URL");
  }

  private List<JsonNode> items(JsonNode owner, String field) {
    JsonNode array = owner.path(field);
    check(array.isMissingNode() || array.isArray(), field + " must be a list");
    check(array.size() <= MAX_ITEMS, field + " must have at most " + MAX_ITEMS + " items");
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items.subList(0, Math.min(items.size(), MAX_ITEMS));
  }

  private String text(JsonNode owner, String field, int min, int max, boolean required) {
    JsonNode value = owner.path(field);
    if (value.isMissingNode()) {
      check(!required, field + " is missing");
      return "";
    }
    String text = value.asText();
    int length = text.codePointCount(0, text.length());
    check(
        value.isTextual() && length >= min && length <= max,
        field + " must be a text of " + min + " to " + max + " characters");
    return text;
  }

  private void check(boolean kept, String problem) {
    if (!kept) {
      problems.add(problem);
    }
  }

  private static boolean absolute(String url, Set<String> schemes) {
    try {
      URI uri = URI.create(url);
      return uri.getHost() != null && schemes.contains(uri.getScheme());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
