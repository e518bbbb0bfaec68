package dev.sigil.scanner.dependency;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import dev.sigil.scanner.detect.Rule;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an npm lockfile says of where packages come from, held against itself: a file written by a
 * tool is uniform, and an entry that was changed by hand stands out. So no registry needs to be
 * known by name, and a company's mirror is as good as any.
 */
final class LockedSources {
  private static final int ENOUGH = 5;
  private static final double MOST = 0.9;
  private static final Pattern ADDRESS =
      Pattern.compile("(https?)://(?:[^/@\\s]*@)?([^/:?#\\s]+)(?::\\d+)?(/[^?#\\s]*).*");
  private static final Pattern TARBALL = Pattern.compile("(/.*)/-/(?:@[^/]+/)?([^/]+)\\.tgz");
  private static final Pattern FORGE =
      Pattern.compile("(codeload\\.)?github\\.com|gitlab\\.com|bitbucket\\.org|pkg\\.pr\\.new");

  /** An entry and the parts of the address that it comes from. */
  private record Entry(Dependency dependency, String scheme, String host, String path) {
    static Optional<Entry> of(Dependency dependency) {
      Matcher address = ADDRESS.matcher(dependency.source());
      return address.matches()
          ? Optional.of(
              new Entry(
                  dependency,
                  address.group(1),
                  address.group(2).toLowerCase(Locale.ROOT),
                  decoded(address.group(3))))
          : Optional.empty();
    }

    String scope() {
      String name = dependency.name();
      return name.startsWith("@") ? name.substring(0, name.indexOf('/') + 1) : "";
    }

    String shown() {
      return dependency.name() + " " + dependency.version() + " from " + dependency.source();
    }

    private static String decoded(String path) {
      try {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return path;
      }
    }
  }

  private LockedSources() {}

  static List<DependencyFinding> judge(Collection<Dependency> locked) {
    List<Entry> entries =
        locked.stream()
            .filter(each -> each.ecosystem() == Ecosystem.NPM)
            .map(Entry::of)
            .flatMap(Optional::stream)
            .toList();
    Optional<String> registry = usual(entries);
    Set<String> scopesElsewhere = scopesElsewhere(entries, registry.orElse(""));
    boolean digests = usually(entries, each -> !each.dependency().integrity().isEmpty());
    boolean strong = usually(entries, each -> each.dependency().integrity().contains("sha512"));
    List<DependencyFinding> found = new ArrayList<>();
    for (Entry entry : entries) {
      Optional<Rule> rule =
          elsewhere(entry, registry.orElse(entry.host()), scopesElsewhere)
              .or(() -> undigested(entry, digests, strong));
      rule.ifPresent(
          each -> found.add(DependencyFinding.of(each, entry.dependency(), entry.shown())));
    }
    return found;
  }

  private static Optional<Rule> elsewhere(Entry entry, String registry, Set<String> scopes) {
    if (isOther(entry)) {
      return Optional.of(DependencyRules.OTHER_TARBALL);
    }
    if (FORGE.matcher(entry.host()).matches()) {
      return pinned(entry) ? Optional.empty() : Optional.of(DependencyRules.UNREGISTERED);
    }
    if (entry.host().equals(registry)) {
      return Optional.empty();
    }
    return Optional.of(
        scopes.contains(entry.scope() + entry.host())
            ? DependencyRules.PRIVATE_HOST
            : DependencyRules.FOREIGN_HOST);
  }

  private static Optional<Rule> undigested(Entry entry, boolean digests, boolean strong) {
    String integrity = entry.dependency().integrity();
    boolean weak = integrity.startsWith("sha1-") || integrity.startsWith("md5-");
    if (!integrity.isEmpty()) {
      return weak && strong ? Optional.of(DependencyRules.WEAK_DIGEST) : Optional.empty();
    }
    if (entry.scheme().equals("http")) {
      return Optional.of(DependencyRules.PLAIN_HTTP);
    }
    return digests && !FORGE.matcher(entry.host()).matches()
        ? Optional.of(DependencyRules.NO_DIGEST)
        : Optional.empty();
  }

  /* The layout is name/-/name-version.tgz; an address of another form says nothing. */
  private static boolean isOther(Entry entry) {
    Matcher tarball = TARBALL.matcher(entry.path());
    if (!tarball.matches()) {
      return false;
    }
    String name = entry.dependency().name();
    String base = name.substring(name.indexOf('/') + 1);
    String version = entry.dependency().version();
    boolean named = tarball.group(1).endsWith("/" + name);
    boolean filed =
        version.isEmpty()
            || tarball.group(2).equals(base + "-" + version.replaceFirst("\\+.*", ""))
            || tarball.group(2).equals(base + "-" + version);
    return !named || !filed;
  }

  private static boolean pinned(Entry entry) {
    return entry.dependency().source().matches(".*[0-9a-f]{40}.*")
        || !entry.dependency().integrity().isEmpty();
  }

  private static Optional<String> usual(List<Entry> entries) {
    Map<String, Integer> counts = new HashMap<>();
    List<Entry> registered =
        entries.stream().filter(each -> !FORGE.matcher(each.host()).matches()).toList();
    registered.forEach(each -> counts.merge(each.host(), 1, Integer::sum));
    return counts.entrySet().stream()
        .filter(each -> each.getValue() >= ENOUGH && each.getValue() >= MOST * registered.size())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /* A scope of which nothing comes from the usual host is bound to a registry of its own. */
  private static Set<String> scopesElsewhere(List<Entry> entries, String registry) {
    Set<String> usual = new HashSet<>();
    Set<String> elsewhere = new HashSet<>();
    for (Entry entry : entries) {
      if (entry.host().equals(registry)) {
        usual.add(entry.scope());
      }
    }
    for (Entry entry : entries) {
      if (!entry.scope().isEmpty() && !usual.contains(entry.scope())) {
        elsewhere.add(entry.scope() + entry.host());
      }
    }
    return elsewhere;
  }

  private static boolean usually(List<Entry> entries, Predicate<Entry> condition) {
    long count = entries.stream().filter(condition).count();
    return count >= ENOUGH && count >= MOST * entries.size();
  }
}
