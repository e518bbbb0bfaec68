package dev.sigil.scanner.dependency.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Advisories asked of an OSV service: which ones concern the fixed versions ({@code
 * /v1/querybatch}, up to 1,000 a call), then each of those ({@code /v1/vulns/ID}). It knows nothing
 * by itself; ask {@link #consulted}. Names and versions of dependencies leave the machine.
 * Thread-safe.
 */
public final class OsvClient implements Advisories {
  private static final int BATCH = 1_000;
  private static final int MAX_PAGES = 20;
  private static final int MAX_ADVISORIES = 5_000;
  private static final int MAX_ANSWER = 32 << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final URI service;
  private final HttpClient http;
  private final InstantSource clock;

  /**
   * Speaks to the service at {@code service}, such as {@code https://host}; redirects are not
   * followed.
   */
  public OsvClient(URI service, InstantSource clock) {
    this.service = service;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public List<Advisory> about(Ecosystem ecosystem, String name) {
    return List.of();
  }

  @Override
  public Provenance provenance() {
    return new Provenance(
        "OSV", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), 0, "osv-api");
  }

  /** A package and the advisories that the service knows for it. */
  private record Answer(Map<String, List<Advisory>> byPackage, Provenance provenance)
      implements Advisories {
    @Override
    public List<Advisory> about(Ecosystem ecosystem, String name) {
      return byPackage.getOrDefault(ecosystem.osv() + '\0' + name, List.of());
    }
  }

  @Override
  public Advisories consulted(Collection<Dependency> dependencies) {
    List<ObjectNode> queries =
        dependencies.stream()
            .filter(each -> !each.version().isEmpty() && !each.local() && !each.remote())
            .map(OsvClient::query)
            .distinct()
            .toList();
    Set<String> ids = new LinkedHashSet<>();
    for (int from = 0; from < queries.size(); from += BATCH) {
      ids.addAll(ask(queries.subList(from, Math.min(queries.size(), from + BATCH))));
    }
    if (ids.size() > MAX_ADVISORIES) {
      throw new SigilException(
          ErrorCode.SCAN_INCOMPLETE, "More is known against the dependencies than can be read.");
    }
    Map<String, List<Advisory>> byPackage = new HashMap<>();
    for (String id : ids.stream().sorted().toList()) {
      String path = "/v1/vulns/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
      JsonNode osv = send(HttpRequest.newBuilder(service.resolve(path)).GET());
      for (OsvRecord.Affected each : OsvRecord.read(osv)) {
        byPackage
            .computeIfAbsent(each.ecosystem().osv() + '\0' + each.name(), key -> new ArrayList<>())
            .add(each.advisory());
      }
    }
    return new Answer(byPackage, provenance());
  }

  /* A result with more pages names a token, with which its query is asked again. */
  private Set<String> ask(List<ObjectNode> queries) {
    Set<String> ids = new LinkedHashSet<>();
    List<ObjectNode> open = queries;
    for (int page = 0; page < MAX_PAGES && !open.isEmpty(); page++) {
      ObjectNode body = Json.object();
      body.putArray("queries").addAll(open);
      JsonNode results =
          send(HttpRequest.newBuilder(service.resolve("/v1/querybatch"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body))))
              .path("results");
      if (results.size() != open.size()) {
        throw new TransientException("The OSV service did not answer every question.");
      }
      List<ObjectNode> next = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        results.path(i).path("vulns").forEach(each -> ids.add(each.path("id").asText()));
        String token = results.path(i).path("next_page_token").asText("");
        if (!token.isEmpty()) {
          next.add(open.get(i).deepCopy().put("page_token", token));
        }
      }
      open = next;
    }
    return ids;
  }

  private static ObjectNode query(Dependency dependency) {
    ObjectNode query = Json.object().put("version", dependency.version());
    query
        .putObject("package")
        .put("name", dependency.name())
        .put("ecosystem", dependency.ecosystem().osv());
    return query;
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<InputStream> response =
          http.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
        if (response.statusCode() != 200 || bytes.length > MAX_ANSWER) {
          throw new TransientException(
              "The OSV service answered with status " + response.statusCode() + ".");
        }
        return Json.parse(bytes);
      }
    } catch (IOException | Json.MalformedException e) {
      throw new TransientException("The OSV service cannot be reached or understood.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("The scan was interrupted while it asked the OSV service.", e);
    }
  }
}
