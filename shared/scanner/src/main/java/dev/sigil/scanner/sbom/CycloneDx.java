package dev.sigil.scanner.sbom;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import com.github.packageurl.PackageURLBuilder;
import dev.sigil.core.json.Json;
import dev.sigil.scanner.dependency.inventory.Dependency;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Writes an inventory as CycloneDX 1.6 JSON. One component per package URL, sorted by it; no time
 * and a serial number that is a hash of the content, so that the same tree gives the same bytes.
 */
public final class CycloneDx {
  private static final Map<String, String> HASHES =
      Map.of("sha1", "SHA-1", "sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");
  private static final Map<String, Integer> LENGTHS =
      Map.of("sha1", 20, "sha256", 32, "sha384", 48, "sha512", 64);

  /** A package and every place that names it. */
  private record Component(
      Dependency first, String purl, List<String> places, Dependency.Scope scope) {}

  private CycloneDx() {}

  /**
   * The bill of materials of {@code application}, a name for people, at {@code version}, which may
   * be empty.
   */
  public static String write(Inventory inventory, String application, String version) {
    Map<String, Component> components = components(inventory);
    ObjectNode bom = Json.object().put("bomFormat", "CycloneDX").put("specVersion", "1.6");
    String content = application + '\0' + version + '\0' + Json.write(components.values());
    bom.put(
        "serialNumber",
        "urn:uuid:" + UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)));
    bom.put("version", 1);
    ObjectNode root = bom.putObject("metadata").putObject("component");
    root.put("type", "application").put("bom-ref", "application").put("name", application);
    if (!version.isEmpty()) {
      root.put("version", version);
    }
    ArrayNode list = bom.putArray("components");
    components.values().forEach(each -> list.add(component(each)));
    ObjectNode edges = bom.putArray("dependencies").addObject().put("ref", "application");
    ArrayNode direct = edges.putArray("dependsOn");
    components.values().stream()
        .filter(each -> each.first().direct())
        .forEach(each -> direct.add(each.purl()));
    ObjectNode composition = bom.putArray("compositions").addObject();
    composition.put("aggregate", inventory.unreadable().isEmpty() ? "unknown" : "incomplete");
    composition.putArray("assemblies").add("application");
    return Json.pretty(bom) + "\n";
  }

  private static Map<String, Component> components(Inventory inventory) {
    Map<String, Component> components = new TreeMap<>();
    for (Dependency each : inventory.dependencies()) {
      if (!each.version().isEmpty() && !each.local()) {
        purl(each)
            .ifPresent(
                purl ->
                    components.merge(
                        purl,
                        new Component(each, purl, List.of(place(each)), each.scope()),
                        CycloneDx::merged));
      }
    }
    return components;
  }

  private static Component merged(Component one, Component other) {
    List<String> places = new ArrayList<>(one.places());
    other.places().stream().filter(each -> !places.contains(each)).forEach(places::add);
    Dependency first =
        other.first().direct() && !one.first().direct() ? other.first() : one.first();
    boolean needed = one.scope().compareTo(other.scope()) <= 0;
    return new Component(first, one.purl(), places, needed ? one.scope() : other.scope());
  }

  private static String place(Dependency dependency) {
    return dependency.line() > 0 ? dependency.path() + ":" + dependency.line() : dependency.path();
  }

  private static ObjectNode component(Component each) {
    Dependency dependency = each.first();
    int group = split(dependency);
    ObjectNode node = Json.object().put("type", "library").put("bom-ref", each.purl());
    if (group > 0) {
      node.put("group", dependency.name().substring(0, group));
    }
    node.put("name", group > 0 ? dependency.name().substring(group + 1) : dependency.name());
    node.put("version", dependency.version());
    node.put(
        "scope",
        switch (each.scope()) {
          case RUNTIME -> "required";
          case OPTIONAL -> "optional";
          case DEVELOPMENT -> "excluded";
        });
    hash(dependency.integrity()).ifPresent(hash -> node.putArray("hashes").add(hash));
    node.put("purl", each.purl());
    ArrayNode properties = node.putArray("properties");
    each.places()
        .forEach(place -> properties.addObject().put("name", "sigil:location").put("value", place));
    return node;
  }

  /* npm writes the digest in base64, the others in hexadecimal. */
  private static Optional<ObjectNode> hash(String integrity) {
    String[] parts = integrity.strip().split("[-:]", 2);
    if (parts.length < 2 || !HASHES.containsKey(parts[0])) {
      return Optional.empty();
    }
    try {
      byte[] digest =
          integrity.contains(":")
              ? HexFormat.of().parseHex(parts[1])
              : Base64.getDecoder().decode(parts[1].split("\\s", 2)[0]);
      return digest.length == LENGTHS.getOrDefault(parts[0], -1)
          ? Optional.of(
              Json.object()
                  .put("alg", HASHES.get(parts[0]))
                  .put("content", HexFormat.of().formatHex(digest)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /* Where the namespace of a package URL ends in the name. */
  private static int split(Dependency dependency) {
    String name = dependency.name();
    return switch (dependency.ecosystem()) {
      case NPM -> name.startsWith("@") ? name.indexOf('/') : -1;
      case MAVEN -> name.indexOf(':');
      case GO -> name.lastIndexOf('/');
      case PYPI, CARGO -> -1;
    };
  }

  private static Optional<String> purl(Dependency dependency) {
    int group = split(dependency);
    String name = dependency.name();
    PackageURLBuilder builder =
        PackageURLBuilder.aPackageURL()
            .withType(dependency.ecosystem().purl())
            .withName(group > 0 ? name.substring(group + 1) : name)
            .withVersion(dependency.version());
    if (group > 0) {
      builder = builder.withNamespace(name.substring(0, group));
    }
    try {
      PackageURL purl = builder.build();
      return Optional.of(purl.canonicalize());
    } catch (MalformedPackageURLException e) {
      return Optional.empty();
    }
  }
}
