package dev.sigil.functions.registryapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.registry.PackageEntry;
import dev.sigil.core.registry.Packages;
import dev.sigil.http.Request;
import java.util.Optional;
import java.util.regex.Pattern;

/** The package that a path names; a private one is answered like one that does not exist. */
final class RegistryName {
  private static final Pattern NAME =
      Pattern.compile("(?=.{3,200}$)[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+");

  private RegistryName() {}

  /** The name is one segment with an encoded slash, or two segments. */
  static PackageEntry visible(Packages packages, Request request) {
    String name =
        request.optionalPath("namespace").map(space -> space + "/").orElse("")
            + request.path("name");
    return Optional.of(name)
        .filter(given -> NAME.matcher(given).matches())
        .flatMap(packages::find)
        .filter(entry -> entry.visibility() == Visibility.PUBLIC)
        .orElseThrow(RegistryName::notFound);
  }

  static SigilException notFound() {
    return new SigilException(
        ErrorCode.NOT_FOUND, "Server not found", "Search with /api/v1/packages/search?q=…");
  }
}
