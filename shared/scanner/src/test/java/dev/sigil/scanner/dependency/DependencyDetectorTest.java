package dev.sigil.scanner.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.Scans;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyDetectorTest {
  @Test
  void vulnerableDependency_warnsOnItsLine() {
    Finding finding =
        Scans.find("package.json", "{\"dependencies\": {\n\"minimist\": \"1.2.0\"}}").getFirst();

    assertThat(finding.rule()).isEqualTo("dependency/known-vulnerability");
    assertThat(finding.line()).isEqualTo(2);
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.effect()).isEqualTo(Verdict.WARN);
    assertThat(finding.message()).contains("prototype pollution (CVE-2021-44906)");
    assertThat(finding.fix()).isEqualTo("Update minimist to 1.2.6 or newer.");
  }

  @Test
  void dependencyThatALockfileTells_weighsOnce() {
    MemoryTree tree =
        MemoryTree.of("package.json", "{\"dependencies\": {\"minimist\": \"1.2.0\"}}")
            .with(
                "package-lock.json",
                "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"minimist\":"
                    + " \"1.2.0\"}}, \"node_modules/minimist\": {\"version\": \"1.2.0\"}}}");

    assertThat(Scans.scan(tree).findings())
        .filteredOn(finding -> finding.rule().equals("dependency/known-vulnerability"))
        .extracting(Finding::path, Finding::severity)
        .containsExactlyInAnyOrder(
            tuple("package-lock.json", Severity.CRITICAL), tuple("package.json", Severity.LOW));
  }

  @Test
  void rangeThatTheLockfileBesideResolves_weighsOnce() {
    String lock =
        "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"minimist\":"
            + " \"~1.2.0\"}}, \"node_modules/minimist\": {\"version\": \"1.2.5\"}}}";
    String manifest = "{\"dependencies\": {\"minimist\": \"1.2.4\"}}";
    MemoryTree beside = MemoryTree.of("a/package.json", manifest).with("a/package-lock.json", lock);
    MemoryTree apart = MemoryTree.of("a/package.json", manifest).with("b/package-lock.json", lock);

    assertThat(severities(beside)).containsExactlyInAnyOrder(Severity.CRITICAL, Severity.LOW);
    assertThat(severities(apart)).containsExactly(Severity.CRITICAL, Severity.CRITICAL);
  }

  @Test
  void leakBetweenClients_needsATransportThatHasSeveral() {
    MemoryTree tree =
        MemoryTree.of(
            "package.json", "{\"dependencies\": {\"@modelcontextprotocol/sdk\": \"1.25.3\"}}");
    String transport = "const t = new StreamableHTTPServerTransport({});\n";

    assertThat(severities(tree)).containsExactly(Severity.MEDIUM);
    assertThat(severities(tree.with("tests/a.ts", transport))).containsExactly(Severity.MEDIUM);
    assertThat(severities(tree.with("src/a.ts", transport))).containsExactly(Severity.HIGH);
  }

  private static List<Severity> severities(MemoryTree tree) {
    return Scans.scan(tree).findings().stream()
        .filter(finding -> finding.rule().equals("dependency/known-vulnerability"))
        .map(Finding::severity)
        .toList();
  }

  @Test
  void copyThatAnotherPackageBringsAlong_isNotAskedFor() {
    MemoryTree tree =
        MemoryTree.of("package.json", "{\"dependencies\": {\"minimist\": \"^1.2.6\"}}")
            .with(
                "package-lock.json",
                "{\"lockfileVersion\": 3, \"packages\": {\"\": {\"dependencies\": {\"minimist\":"
                    + " \"^1.2.6\"}}, \"node_modules/minimist\": {\"version\": \"1.2.8\"},"
                    + " \"node_modules/a/node_modules/minimist\": {\"version\": \"1.2.0\"}}}");

    assertThat(Scans.scan(tree).findings())
        .filteredOn(finding -> finding.rule().equals("dependency/known-vulnerability"))
        .extracting(Finding::path, Finding::severity)
        .containsExactly(tuple("package-lock.json", Severity.MEDIUM));
  }

  @Test
  void harmThatHostingContains_isNotHigh() {
    Finding rebinding =
        Scans.find("pyproject.toml", "[project]\ndependencies = ['mcp==1.22.0']").getFirst();

    assertThat(rebinding.message()).contains("DNS rebinding");
    assertThat(rebinding.severity()).isEqualTo(Severity.MEDIUM);
  }

  @Test
  void workspaceExample_doesNotShip() {
    String lock =
        """
        lockfileVersion: '9.0'
        importers:
          %s:
            dependencies:
              minimist: {specifier: 1.2.0, version: 1.2.0}
        packages:
          minimist@1.2.0: {resolution: {integrity: sha512-AAAA}}
        snapshots:
          minimist@1.2.0: {}
        """;

    assertThat(Scans.find("pnpm-lock.yaml", lock.formatted("packages/server")))
        .extracting(Finding::severity)
        .containsExactly(Severity.CRITICAL);
    assertThat(Scans.find("pnpm-lock.yaml", lock.formatted("examples/chat")))
        .extracting(Finding::severity)
        .containsExactly(Severity.INFO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "package.json ~ {\"dependencies\": {\"minimist\": \"^1.2.0\"}} ~ ''",
        "package.json ~ {\"dependencies\": {\"axios\": \"^0.18.0\"}} ~ dependency/known-vulnerability",
        "package.json ~ {\"dependencies\": {\"minimist\": \"link:./minimist\"}} ~ ''",
        "package.json ~ {\"dependencies\": {\"minimist\": \"1.2.8\"}} ~ ''",
        "requirements.txt ~ Flask==0.12.2 ~ dependency/known-vulnerability",
        "requirements.txt ~ Flask>=0.12.2 ~ ''",
        "requirements.txt ~ Django>=2.0,<2.1 ~ dependency/known-vulnerability",
        "requirements.txt ~ PyYAML==6.0.2 ~ ''",
        "pyproject.toml ~ [project]\\ndependencies = ['mcp==1.6.0'] ~ dependency/known-vulnerability",
        "go.mod ~ require golang.org/x/net v0.5.0 ~ dependency/known-vulnerability",
        "go.mod ~ require golang.org/x/net v0.50.0 ~ ''",
        "requirements.txt ~ --trusted-host x.dev\\nnumpy ~ dependency/index-without-tls",
        "requirements.txt ~ --extra-index-url http://x.dev\\nnumpy ~ dependency/index-without-tls",
        "requirements.txt ~ --extra-index-url https://x.dev\\nnumpy ~ dependency/second-index",
        "requirements.txt ~ --index-url https://x.dev\\nnumpy ~ ''",
        ".npmrc ~ strict-ssl=false ~ dependency/index-without-tls",
        ".npmrc ~ @me:registry=http://x.dev ~ dependency/index-without-tls",
        ".npmrc ~ registry=https://x.dev ~ ''",
        "Cargo.toml ~ [dependencies]\\na = { git = 'https://x.dev/a' } ~ dependency/unregistered-source",
        "pyproject.toml ~ [project]\\ndependencies = ['a @ git+https://x.dev/a@main'] ~ dependency/unregistered-source",
        "pyproject.toml ~ [project]\\ndependencies = ['a @ git+https://x.dev/a@0123456789012345678901234567890123456789'] ~ ''",
        "package.json ~ {\"dependencies\": {\"acme-internal-tools\": \"1.0.0\"}} ~ dependency/internal-name",
        "package.json ~ {\"dependencies\": {\"@acme/internal-tools\": \"1.0.0\"}} ~ ''",
        "package.json ~ {\"dependencies\": {\"loadsh\": \"1.0.0\"}} ~ dependency/imitated-name",
        "package.json ~ {\"dependencies\": {\"postmark-mcp\": \"^1.0.16\"}} ~ malware/dependency",
        "package.json ~ {\"dependencies\": {\"postmark-mcp\": \"1.0.12\"}} ~ ''"
      })
  void dependency_isComparedWithAdvisories(String path, String text, String rule) {
    assertThat(String.join("", Scans.rules(path, text.replace("\\n", "\n")))).isEqualTo(rule);
  }

  @Test
  void maliciousDependency_blocks() {
    assertThat(
            Scans.scan(MemoryTree.of("package.json", "{\"dependencies\":{\"axios\":\"1.14.1\"}}"))
                .verdict())
        .isEqualTo(Verdict.BLOCK);
  }

  @Test
  void whatIsNotAskedForOrForDevelopers_countsLess() {
    String lock =
        """
        {"packages": {"": {"dependencies": {"a": "*"}, "devDependencies": {"lodash": "*"}},
          "node_modules/minimist": {"version": "1.2.0"},
          "node_modules/lodash": {"version": "4.17.4", "dev": true}}}
        """;

    assertThat(Scans.find("package-lock.json", lock))
        .extracting(Finding::severity)
        .containsExactly(Severity.MEDIUM, Severity.INFO);
  }

  @Test
  void lockThatInstallsAnotherPackage_blocks() {
    assertThat(rules(lock(entry("lodash", "4.17.21", "r.dev", "lodahs", "lodahs", "sha512-x"))))
        .containsExactly("dependency/lock-other-package");
    assertThat(
            rules(
                lock(
                    "\"node_modules/lodash\": {\"version\": \"4.17.21\", \"integrity\": \"sha512-x\","
                        + "\"resolved\": \"https://r.dev/lodash/-/lodash-4.17.20.tgz\"}")))
        .containsExactly("dependency/lock-other-package");
  }

  @Test
  void lockFromAnotherHost_warns() {
    assertThat(rules(lock(entry("lodash", "4.17.21", "evil.dev", "lodash", "lodash", "sha512-x"))))
        .containsExactly("dependency/lock-foreign-host");
  }

  @Test
  void scopeWithItsOwnRegistry_isOnlyNamed() {
    assertThat(rules(lock(entry("@me/a", "1.0.0", "npm.me.dev", "@me/a", "a", "sha512-x"))))
        .containsExactly("dependency/lock-private-host");
  }

  @Test
  void lockEntryWithoutDigest_warns() {
    assertThat(rules(lock(entry("lodash", "4.17.21", "r.dev", "lodash", "lodash", ""))))
        .containsExactly("dependency/lock-no-digest");
    assertThat(rules(lock(entry("lodash", "4.17.21", "r.dev", "lodash", "lodash", "sha1-x"))))
        .containsExactly("dependency/lock-weak-digest");
  }

  @Test
  void uniformLock_isClean() {
    assertThat(rules(lock(entry("@s/a", "1.0.0", "r.dev", "@s/a", "a", "sha512-x")))).isEmpty();
    assertThat(rules(lock(entry("@s/a", "1.0.0", "r.dev", "%40s%2fa", "a", "sha512-x")))).isEmpty();
  }

  @Test
  void lockedVersionThatTheManifestForbids_warns() {
    MemoryTree tree =
        MemoryTree.of(
                "package.json", "{\"dependencies\": {\"left\": \"^2.0.0\", \"ok\": \"^1.0.0\"}}")
            .with(
                "package-lock.json",
                """
                {"packages": {"": {"dependencies": {"left": "^2.0.0"}},
                  "node_modules/left": {"version": "1.0.0"},
                  "node_modules/ok": {"version": "1.5.0"}}}
                """);

    assertThat(Scans.scan(tree).findings())
        .extracting(Finding::rule, Finding::line)
        .containsExactly(tuple("dependency/lock-mismatch", 2));
  }

  @Test
  void unreadableLock_warns() {
    assertThat(Scans.rules("uv.lock", "[[package")).containsExactly("dependency/unreadable");
  }

  @Test
  void sameTree_givesTheSameFindings() {
    MemoryTree tree =
        MemoryTree.of("package-lock.json", lock(entry("a", "1.0.0", "e.dev", "b", "b", "")));

    assertThat(Scans.scan(tree)).isEqualTo(Scans.scan(tree));
  }

  private static List<String> rules(String lock) {
    return Scans.rules("package-lock.json", lock);
  }

  private static String entry(
      String name, String version, String host, String at, String base, String integrity) {
    return ("\"node_modules/%1$s\": {\"version\": \"%2$s\", \"resolved\":"
            + " \"https://%3$s/%4$s/-/%5$s-%2$s.tgz\", \"integrity\": \"%6$s\"}")
        .formatted(name, version, host, at, base, integrity);
  }

  /* Twelve sound entries and one more. */
  private static String lock(String last) {
    return IntStream.range(0, 12)
        .mapToObj(
            i -> entry("sound-" + i, "1.0.0", "r.dev", "sound-" + i, "sound-" + i, "sha512-x"))
        .collect(Collectors.joining(",\n", "{\"packages\": {\n", ",\n" + last + "}}"));
  }
}
