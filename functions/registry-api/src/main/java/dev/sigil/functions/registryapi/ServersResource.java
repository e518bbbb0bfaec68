package dev.sigil.functions.registryapi;

import dev.sigil.core.registry.PackageEntry;
import dev.sigil.core.registry.PackageStatus;
import dev.sigil.core.registry.PackageVersion;
import dev.sigil.core.registry.Packages;
import dev.sigil.core.store.Page;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The MCP registry's API, version 0.1, read-only. */
final class ServersResource {
  private final Packages packages;
  private final Duration maxAge;

  ServersResource(Packages packages, Duration maxAge) {
    this.packages = packages;
    this.maxAge = maxAge;
  }

  private record Metadata(@Nullable String nextCursor, int count) {}

  private record ServerList(List<ServerEntry> servers, Metadata metadata) {}

  Response list(Request request) {
    ListRequest asked = ListRequest.of(request, ListRequest.filter(request));
    return answer(request, asked.read(packages));
  }

  Response versions(Request request) {
    PackageEntry entry = RegistryName.visible(packages, request);
    boolean deletedToo = ListRequest.filter(request).includeDeleted();
    List<PackageVersion> versions =
        packages.versions(entry.name(), PackageEntry.MAX_VERSIONS, null).items().stream()
            .filter(version -> deletedToo || version.status() != PackageStatus.DELETED)
            .toList();
    if (versions.isEmpty()) {
      throw RegistryName.notFound();
    }
    return answer(request, new Page<>(versions, null));
  }

  /** One version, deleted ones included: who pinned it may learn why it is gone. */
  Response version(Request request) {
    PackageEntry entry = RegistryName.visible(packages, request);
    PackageVersion version =
        packages.find(entry.name(), request.path("version")).orElseThrow(RegistryName::notFound);
    return Response.json(200, ServerEntry.of(version)).cacheable(request, maxAge);
  }

  private Response answer(Request request, Page<PackageVersion> page) {
    List<ServerEntry> servers = page.items().stream().map(ServerEntry::of).toList();
    ServerList list = new ServerList(servers, new Metadata(page.nextCursor(), servers.size()));
    return Response.json(200, list).cacheable(request, maxAge);
  }
}
