package dev.sigil.scanner.dependency.advisory;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is publicly known against some versions of one package.
 *
 * @param id as its publisher names it: CVE, GHSA, PYSEC, GO, RUSTSEC or MAL
 * @param aliases other names of the same thing
 * @param versions affected versions that are named one by one, beside the ranges
 * @param summary a phrase, such as "prototype pollution"; empty when unknown
 * @param malicious whether the package itself is the attack
 */
public record Advisory(
    String id,
    List<String> aliases,
    List<AffectedRange> ranges,
    List<String> versions,
    Severity severity,
    String summary,
    boolean malicious) {
  public Advisory {
    aliases = List.copyOf(aliases);
    ranges = List.copyOf(ranges);
    versions = List.copyOf(versions);
  }

  public boolean affects(Ecosystem ecosystem, String version) {
    VersionOrder order = VersionOrder.of(ecosystem);
    return versions.contains(version)
        || (order.valid(version) && ranges.stream().anyMatch(range -> range.holds(version, order)));
  }

  /** The version that ends the range in which {@code version} lies, where there is one. */
  public Optional<String> fixFor(Ecosystem ecosystem, String version) {
    VersionOrder order = VersionOrder.of(ecosystem);
    return order.valid(version)
        ? ranges.stream()
            .filter(range -> range.holds(version, order))
            .flatMap(range -> Stream.ofNullable(range.fixed()))
            .findFirst()
        : Optional.empty();
  }

  /** The name under which people know it: its CVE where it has one. */
  public String name() {
    return Stream.concat(Stream.of(id), aliases.stream())
        .filter(each -> each.startsWith("CVE-"))
        .findFirst()
        .orElse(id);
  }
}
