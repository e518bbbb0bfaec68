package dev.sigil.scanner.dependency.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.scanner.dependency.inventory.Dependency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DependencyFormatsTest {
  @Test
  void packageJson_isRead() {
    assertThat(
            read(
                "a/package.json",
                """
                {"name": "x", "peerDependencies": {"p": "1"},
                 "dependencies": {
                   "minimist": "1.2.0",
                   "lodash": "^4.17.4",
                   "old": "npm:left-pad@1.3.0",
                   "here": "file:./here"
                 }, "devDependencies": {"mocha": "~1.0.0"}}
                """))
        .containsExactly(
            "minimist 1.2.0 [1.2.0] RUNTIME direct :3",
            "lodash  [^4.17.4] RUNTIME direct :4",
            "left-pad 1.3.0 [1.3.0] RUNTIME direct :5",
            "here  [file:./here] RUNTIME direct :6",
            "mocha  [~1.0.0] DEVELOPMENT direct :7");
  }

  @Test
  void npmLockOfPlaces_isRead() {
    assertThat(
            read(
                "package-lock.json",
                """
                {"lockfileVersion": 3, "packages": {
                  "": {"dependencies": {"a": "^1.0.0", "w": "*"}},
                  "node_modules/a": {"version": "1.0.0", "resolved": "https://r.dev/a/-/a-1.0.0.tgz", "integrity": "sha512-x"},
                  "node_modules/a/node_modules/@s/b": {"version": "2.0.0", "dev": true},
                  "node_modules/w": {"resolved": "packages/w", "link": true},
                  "node_modules/alias": {"name": "real", "version": "3.0.0", "optional": true},
                  "packages/w": {"version": "0.0.1"}
                }}
                """))
        .containsExactly(
            "a 1.0.0 [] RUNTIME direct https://r.dev/a/-/a-1.0.0.tgz sha512-x :3",
            "@s/b 2.0.0 [] DEVELOPMENT  :4",
            "w  [] RUNTIME direct link:packages/w :5",
            "real 3.0.0 [] OPTIONAL  :6");
  }

  @Test
  void npmLockOfNames_isRead() {
    assertThat(
            read(
                "npm-shrinkwrap.json",
                """
                {"lockfileVersion": 1, "dependencies": {
                  "a": {"version": "1.0.0", "dependencies": {
                    "b": {"version": "2.0.0", "dev": true}}},
                  "g": {"version": "git+ssh://git@github.com/x/g.git#abc"}
                }}
                """))
        .containsExactly(
            "a 1.0.0 [] RUNTIME direct :2",
            "b 2.0.0 [] DEVELOPMENT  :3",
            "g  [] RUNTIME direct git+ssh://git@github.com/x/g.git#abc :4");
  }

  @Test
  void pnpmLock_knowsWhatShips() {
    assertThat(
            read(
                "pnpm-lock.yaml",
                """
                lockfileVersion: '9.0'
                importers:
                  .:
                    dependencies:
                      a:
                        specifier: ^1.0.0
                        version: 1.0.0(p@3.0.0)
                    devDependencies:
                      d:
                        specifier: 1.0.0
                        version: 1.0.0
                packages:
                  a@1.0.0:
                    resolution: {integrity: sha512-a}
                  '@s/b@2.0.0':
                    resolution: {integrity: sha512-b, tarball: https://x.dev/b.tgz}
                  d@1.0.0:
                    resolution: {integrity: sha512-d}
                snapshots:
                  a@1.0.0(p@3.0.0):
                    dependencies:
                      '@s/b': 2.0.0
                  '@s/b@2.0.0': {}
                  d@1.0.0: {}
                """))
        .containsExactly(
            "a 1.0.0 [] RUNTIME direct sha512-a :13",
            "@s/b 2.0.0 [] RUNTIME  https://x.dev/b.tgz sha512-b :15",
            "d 1.0.0 [] DEVELOPMENT direct sha512-d :17");
  }

  @Test
  void olderPnpmLock_isRead() {
    assertThat(
            read(
                "pnpm-lock.yaml",
                """
                lockfileVersion: 5.4
                dependencies:
                  a: 1.0.0
                packages:
                  /a/1.0.0:
                    resolution: {integrity: sha512-a}
                    dev: false
                  /@s/b/2.0.0_p@3.0.0:
                    resolution: {integrity: sha512-b}
                    dev: true
                """))
        .containsExactly(
            "a 1.0.0 [] RUNTIME direct sha512-a :5", "@s/b 2.0.0 [] DEVELOPMENT  sha512-b :8");
  }

  @Test
  void yarnLock_isReadInBothForms() {
    assertThat(
            read(
                "yarn.lock",
                """
                # yarn lockfile v1

                "@s/a@^1.0.0", "@s/a@^1.1.0":
                  version "1.1.0"
                  resolved "https://r.dev/@s/a/-/a-1.1.0.tgz#0123"
                  integrity sha512-a==
                  dependencies:
                    version "9.9.9"

                b@npm:real@^2.0.0:
                  version "2.0.0"
                  resolved "https://r.dev/real/-/real-2.0.0.tgz#4567"
                """))
        .containsExactly(
            "@s/a 1.1.0 [] RUNTIME  https://r.dev/@s/a/-/a-1.1.0.tgz#0123 sha512-a== :3",
            "real 2.0.0 [] RUNTIME  https://r.dev/real/-/real-2.0.0.tgz#4567 sha1-4567 :10");
    assertThat(
            read(
                "yarn.lock",
                """
                # generated

                __metadata:
                  version: 8

                "a@npm:^1.0.0":
                  version: 1.0.0
                  resolution: "a@npm:1.0.0"
                  checksum: 10/abc
                  linkType: hard

                "me@workspace:.":
                  version: 0.0.0-use.local
                  resolution: "me@workspace:."
                """))
        .containsExactly(
            "a 1.0.0 [] RUNTIME  10/abc :6", "me 0.0.0-use.local [] RUNTIME  workspace:. :12");
  }

  @Test
  void requirements_areRead() {
    assertThat(
            read(
                "requirements.txt",
                """
                # comment
                --index-url https://x.dev
                Flask==0.12.2
                requests[socks]>=2.0,<3 ; python_version < "3.9"  # why
                a.B_c == 1.0 \\
                    --hash=sha256:abcd
                mcp[cli] @ git+https://x.dev/mcp.git@main
                -e git+https://x.dev/e.git#egg=edit
                -r other.txt
                """))
        .containsExactly(
            "flask 0.12.2 [==0.12.2] RUNTIME direct :3",
            "requests  [>=2.0,<3] RUNTIME direct :4",
            "a-b-c 1.0 [== 1.0] RUNTIME direct sha256:abcd :5",
            "mcp  [git+https://x.dev/mcp.git@main] RUNTIME direct :7",
            "edit  [git+https://x.dev/e.git#egg=edit] RUNTIME direct :8");
    assertThat(read("requirements/dev.txt", "pytest==1.0"))
        .singleElement()
        .asString()
        .contains("DEVELOPMENT");
  }

  @Test
  void uvLock_knowsWhatShips() {
    assertThat(
            read(
                "uv.lock",
                """
                version = 1

                [[package]]
                name = "me"
                source = { editable = "." }
                dependencies = [{ name = "a" }]

                [package.dev-dependencies]
                dev = [{ name = "d" }]

                [[package]]
                name = "a"
                version = "1.0"
                source = { registry = "https://x.dev/simple" }
                sdist = { url = "https://x.dev/a.tar.gz", hash = "sha256:1" }

                [[package]]
                name = "d"
                version = "2.0"
                source = { git = "https://x.dev/d?rev=main#abc" }
                """))
        .containsExactly(
            "me  [] RUNTIME  editable:. :3",
            "a 1.0 [] RUNTIME  index:https://x.dev/simple sha256:1 :11",
            "d 2.0 [] DEVELOPMENT  git+https://x.dev/d?rev=main#abc :17");
  }

  @Test
  void poetryAndCargoLocks_areRead() {
    assertThat(
            read(
                "poetry.lock",
                """
                [[package]]
                name = "a"
                version = "1.0"
                category = "dev"
                files = [{file = "a.whl", hash = "sha256:1"}]
                [[package]]
                name = "b"
                version = "2.0"
                groups = ["main", "dev"]
                """))
        .containsExactly("a 1.0 [] DEVELOPMENT  sha256:1 :1", "b 2.0 [] RUNTIME  :6");
    assertThat(
            read(
                "Cargo.lock",
                """
                [[package]]
                name = "me"
                version = "0.1.0"

                [[package]]
                name = "a"
                version = "1.0.0"
                source = "registry+https://x.dev/index"
                checksum = "ab"
                """))
        .containsExactly(
            "me 0.1.0 [] RUNTIME  path:. :1",
            "a 1.0.0 [] RUNTIME  registry+https://x.dev/index sha256:ab :5");
  }

  @Test
  void pyproject_isReadInItsForms() {
    assertThat(
            read(
                "pyproject.toml",
                """
                [project]
                dependencies = [
                  "a==1.0",
                  "b>=2",
                ]
                [project.optional-dependencies]
                extra = ["c~=3.0"]
                test = ["t"]
                [dependency-groups]
                dev = ["d", {include-group = "x"}]
                [tool.poetry.dependencies]
                python = "^3.10"
                p = "^1.2"
                q = { version = "2.0", optional = true }
                g = { git = "https://x.dev/g.git", rev = "main" }
                [tool.poetry.group.docs.dependencies]
                s = "*"
                """))
        .containsExactly(
            "a 1.0 [==1.0] RUNTIME direct :3",
            "b  [>=2] RUNTIME direct :4",
            "c  [~=3.0] OPTIONAL direct :7",
            "t  [] DEVELOPMENT direct :8",
            "d  [] DEVELOPMENT direct :10",
            "p  [^1.2] RUNTIME direct :13",
            "q 2.0 [2.0] RUNTIME direct :14",
            "g  [git+https://x.dev/g.git@main] RUNTIME direct :15",
            "s  [*] DEVELOPMENT direct :17");
  }

  @Test
  void pipfiles_areRead() {
    assertThat(read("Pipfile", "[packages]\na = '==1.0'\n[dev-packages]\nb = '*'\n"))
        .containsExactly("a 1.0 [==1.0] RUNTIME direct :2", "b  [*] DEVELOPMENT direct :4");
    assertThat(
            read(
                "Pipfile.lock",
                """
                {"default": {"a": {"version": "==1.0", "hashes": ["sha256:1"], "index": "x"}},
                 "develop": {"b": {"git": "https://x.dev/b"}}}
                """))
        .containsExactly(
            "a 1.0 [] RUNTIME direct sha256:1 :1", "b  [] DEVELOPMENT  git+https://x.dev/b :2");
  }

  @Test
  void cargoManifest_isRead() {
    assertThat(
            read(
                "Cargo.toml",
                """
                [dependencies]
                a = "1.0"
                b = { version = "=2.0.0", features = [] }
                [dev-dependencies]
                c = "*"
                [target.'cfg(unix)'.dependencies]
                d = { path = "../d" }
                """))
        .containsExactly(
            "a  [1.0] RUNTIME direct :2",
            "b 2.0.0 [=2.0.0] RUNTIME direct :3",
            "c  [*] DEVELOPMENT direct :5",
            "d  [path:../d] RUNTIME direct :7");
  }

  @Test
  void goModule_isReadWithReplacements() {
    assertThat(
            read(
                "go.mod",
                """
                module example.com/me
                go 1.22
                require example.com/a v1.0.0
                require (
                	example.com/b/v2 v2.1.0 // indirect
                	example.com/c v0.0.0-20240101000000-abcdefabcdef
                	example.com/d v1.0.0
                )
                replace example.com/c => ../c
                replace example.com/d v1.0.0 => example.com/fork v1.0.1
                exclude example.com/z v1.0.0
                """))
        .containsExactly(
            "example.com/a v1.0.0 [] RUNTIME direct :3",
            "example.com/b/v2 v2.1.0 [] RUNTIME  :5",
            "example.com/c  [] RUNTIME direct path:../c :6",
            "example.com/fork v1.0.1 [] RUNTIME direct :7");
  }

  @Test
  void pom_isReadWithItsProperties() {
    assertThat(
            read(
                "pom.xml",
                """
                <project>
                  <version>1.0</version>
                  <properties><log.version>2.14.1</log.version><x>${x}</x></properties>
                  <build><plugins><plugin><dependencies>
                    <dependency><groupId>p</groupId><artifactId>p</artifactId></dependency>
                  </dependencies></plugin></plugins></build>
                  <dependencies>
                    <dependency>
                      <groupId>org.a</groupId><artifactId>log</artifactId>
                      <version>${log.version}</version>
                      <exclusions><exclusion><artifactId>no</artifactId></exclusion></exclusions>
                    </dependency>
                    <dependency><groupId>g</groupId><artifactId>t</artifactId>
                      <version>[1.2]</version><scope>test</scope></dependency>
                    <dependency><groupId>g</groupId><artifactId>u</artifactId>
                      <version>${x}</version></dependency>
                  </dependencies>
                </project>
                """))
        .containsExactly(
            "org.a:log 2.14.1 [2.14.1] RUNTIME direct :8",
            "g:t 1.2 [[1.2]] DEVELOPMENT direct :13",
            "g:u  [${x}] RUNTIME direct :15");
  }

  @Test
  void pomWithOutsideEntity_readsNothingFromOutside() {
    String hostile =
        "<!DOCTYPE project [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
            + "<project><dependencies><dependency><groupId>&x;</groupId><artifactId>a</artifactId>"
            + "<version>1</version></dependency></dependencies></project>";

    assertThat(read("pom.xml", hostile)).containsExactly(":a 1 [1] RUNTIME direct :1");
  }

  @Test
  void gradle_isReadInItsForms() {
    assertThat(
            read(
                "build.gradle.kts",
                """
                dependencies {
                    implementation("g:a:1.0")
                    testImplementation 'g:b:2.0'
                    implementation(libs.c)
                }
                """))
        .containsExactly("g:a 1.0 [1.0] RUNTIME direct :2", "g:b 2.0 [2.0] DEVELOPMENT direct :3");
    assertThat(
            read(
                "gradle.lockfile",
                "# comment\ng:a:1.0=compileClasspath,testRuntime\ng:b:2.0=testClasspath\nempty=\n"))
        .containsExactly("g:a 1.0 [] RUNTIME  :2", "g:b 2.0 [] DEVELOPMENT  :3");
    assertThat(
            read(
                "gradle/libs.versions.toml",
                """
                [versions]
                v = "1.0"
                [libraries]
                a = { module = "g:a", version.ref = "v" }
                b = { group = "g", name = "b", version = "2.0" }
                c = "g:c:3.0"
                """))
        .containsExactly(
            "g:a 1.0 [1.0] RUNTIME direct :4",
            "g:b 2.0 [2.0] RUNTIME direct :5",
            "g:c 3.0 [3.0] RUNTIME direct :6");
  }

  @ParameterizedTest
  @CsvSource({
    "package.json, {",
    "package-lock.json, ''",
    "pnpm-lock.yaml, '{a: ['",
    "uv.lock, '[[package]'",
    "pyproject.toml, 'a = '",
    "pom.xml, '<project>'"
  })
  void brokenFile_isSaidToBeUnreadable(String path, String text) {
    assertThatThrownBy(() -> read(path, text)).isInstanceOf(UnreadableException.class);
  }

  @Test
  void deepNesting_isRefused() {
    String deep = "{\"dependencies\":".repeat(5_000);

    assertThatThrownBy(() -> read("package-lock.json", deep))
        .isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> read("pnpm-lock.yaml", "[".repeat(5_000)))
        .isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> read("pom.xml", "<a>".repeat(5_000)))
        .isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> read("uv.lock", "a = " + "[".repeat(50_000)))
        .isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> read("pyproject.toml", "a = " + "[".repeat(50_000)))
        .isInstanceOf(UnreadableException.class);
  }

  private static List<String> read(String path, String text) {
    return DependencyFormats.of(path).orElseThrow().read(path, text).stream()
        .map(DependencyFormatsTest::shown)
        .toList();
  }

  private static String shown(Dependency each) {
    String from = each.source() + " " + each.integrity();
    return "%s %s [%s] %s %s %s:%d"
        .formatted(
            each.name(),
            each.version(),
            each.range(),
            each.scope(),
            each.direct() ? "direct" : "",
            from.isBlank() ? "" : from.strip() + " ",
            each.line());
  }
}
