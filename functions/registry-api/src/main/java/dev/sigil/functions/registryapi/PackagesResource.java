package dev.sigil.functions.registryapi;

import dev.sigil.core.registry.PackageEntry;
import dev.sigil.core.registry.PackageFilter;
import dev.sigil.core.registry.PackageStatus;
import dev.sigil.core.registry.PackageVersion;
import dev.sigil.core.registry.Packages;
import dev.sigil.core.tool.Catalogues;
import dev.sigil.core.tool.ToolCatalogue;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Packages for people, the CLI and the web. */
final class PackagesResource {
  private final Packages packages;
  private final Catalogues catalogues;
  private final Duration maxAge;

  PackagesResource(Packages packages, Catalogues catalogues, Duration maxAge) {
    this.packages = packages;
    this.catalogues = catalogues;
    this.maxAge = maxAge;
  }

  Response list(Request request) {
    return page(request, PackageFilter.LATEST);
  }

  Response search(Request request) {
    String text = ListRequest.text(request, "q");
    if (text == null && request.query("cursor").isEmpty()) {
      throw new InvalidFieldException("q", "The text to search for is missing.");
    }
    return page(request, text == null ? PackageFilter.LATEST : PackageFilter.matching(text));
  }

  Response detail(Request request) {
    PackageEntry entry = RegistryName.visible(packages, request);
    PackageVersion latest =
        packages.find(entry.name(), "latest").orElseThrow(RegistryName::notFound);
    List<PackageView> versions =
        packages.versions(entry.name(), PackageEntry.MAX_VERSIONS, null).items().stream()
            .filter(version -> version.status() != PackageStatus.DELETED)
            .map(PackageView::of)
            .toList();
    ToolCatalogue tools =
        Optional.ofNullable(latest.hosting())
            .flatMap(hosting -> catalogues.get(hosting.deployment(), hosting.catalogue()))
            .orElse(ToolCatalogue.EMPTY);
    PackageView.Detail detail =
        new PackageView.Detail(
            PackageView.of(latest),
            latest.server(),
            tools.tools().stream().map(PackageView.ToolView::of).toList(),
            versions);
    return Response.ok(detail).cacheable(request, maxAge);
  }

  private Response page(Request request, PackageFilter filter) {
    return Response.page(ListRequest.of(request, filter).read(packages).map(PackageView::of))
        .cacheable(request, maxAge);
  }
}
