package dev.sigil.embedded.build;

import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.Language;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The variables of a build. Of the platform's own environment it takes how to reach package
 * registries, and of that nothing that carries a password: builds are strangers' code.
 */
final class BuildEnvironment {
  private static final List<String> PASSED =
      List.of(
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "NODE_EXTRA_CA_CERTS",
          "PIP_CERT",
          "CURL_CA_BUNDLE",
          "REQUESTS_CA_BUNDLE",
          "npm_config_registry",
          "PIP_INDEX_URL",
          "PIP_FIND_LINKS",
          "GOPROXY",
          "GOSUMDB",
          "GONOSUMDB");
  private static final Pattern CREDENTIALS = Pattern.compile("://[^/@]*@");

  /* Where Debian keeps the machine's certificates for Java; other JDKs bring lists of their own. */
  private static final Path JAVA_CERTIFICATES = Path.of("/etc/ssl/certs/java/cacerts");

  private BuildEnvironment() {}

  static SortedMap<String, String> of(
      BuildPlan plan,
      Toolchains toolchains,
      Map<String, String> platform,
      Path cache,
      String home,
      String marker) {
    SortedMap<String, String> environment = new TreeMap<>(plan.environment());
    for (String name : PASSED) {
      String value = platform.get(name);
      if (value != null && !CREDENTIALS.matcher(value).find()) {
        environment.put(name, value);
      }
    }
    environment.put(LocalBuild.MARKER, marker);
    environment.put("HOME", home);
    environment.put("TMPDIR", "/tmp");
    environment.put("LANG", "C.UTF-8");
    environment.put("CI", "true");
    environment.put("NO_COLOR", "1");
    environment.put(
        "PATH",
        toolchains.path(plan.runtime()).stream()
            .map(Path::toString)
            .collect(Collectors.joining(":")));
    caches(environment, cache);
    if (plan.runtime() == Language.JAVA) {
      java(environment, toolchains, cache);
    }
    return environment;
  }

  private static void caches(Map<String, String> environment, Path cache) {
    environment.put("npm_config_cache", cache.resolve("npm").toString());
    environment.put("npm_config_update_notifier", "false");
    environment.put("npm_config_audit", "false");
    environment.put("npm_config_fund", "false");
    environment.put("PIP_CACHE_DIR", cache.resolve("pip").toString());
    environment.put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
    environment.put("UV_CACHE_DIR", cache.resolve("uv").toString());
    environment.put("GOMODCACHE", cache.resolve("go-mod").toString());
    environment.put("GOCACHE", cache.resolve("go-build").toString());
    environment.put("GOTOOLCHAIN", "local");
    environment.put("GRADLE_USER_HOME", cache.resolve("gradle").toString());
  }

  private static void java(Map<String, String> environment, Toolchains tools, Path cache) {
    tools.javaHome().ifPresent(home -> environment.put("JAVA_HOME", home.toString()));
    String options = "-Dmaven.repo.local=" + cache.resolve("maven");
    if (Files.isReadable(JAVA_CERTIFICATES)) {
      options += " -Djavax.net.ssl.trustStore=" + JAVA_CERTIFICATES;
    }
    environment.put("MAVEN_OPTS", options);
  }
}
