package dev.sigil.embedded.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine has for running servers; programs only from where its operator put them. */
public record HostTools(
    Path shell,
    Optional<Path> setsid,
    Optional<Path> nice,
    Optional<Path> prlimit,
    Optional<Path> unshare,
    Optional<Path> bubblewrap,
    List<Path> systemLinks,
    List<Path> systemDirectories,
    List<Path> systemFiles) {
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/sbin"), Path.of("/sbin"));
  private static final List<String> ROOTS =
      List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

  /* What name resolution, TLS, time zones and dynamic linking read; no accounts, no keys. */
  private static final List<String> CONFIGURATION =
      List.of(
          "resolv.conf",
          "hosts",
          "nsswitch.conf",
          "host.conf",
          "gai.conf",
          "services",
          "protocols",
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "ssl/certs",
          "ssl/openssl.cnf",
          "ca-certificates",
          "pki",
          "localtime",
          "timezone",
          "mime.types",
          "alternatives");

  public static HostTools detect() throws IOException {
    List<Path> links = new ArrayList<>();
    List<Path> directories = new ArrayList<>(List.of(Path.of("/usr")));
    for (String name : ROOTS) {
      Path root = Path.of("/", name);
      if (Files.isSymbolicLink(root)) {
        links.add(root);
      } else if (Files.isDirectory(root)) {
        directories.add(root);
      }
    }
    return new HostTools(
        find("sh").orElse(Path.of("/bin/sh")),
        find("setsid"),
        find("nice"),
        find("prlimit"),
        find("unshare"),
        find("bwrap"),
        links,
        directories,
        configuration());
  }

  /**
   * Bubblewrap's arguments that show the system read-only: its programs and libraries, and what
   * they read of its configuration.
   */
  public List<String> systemView() {
    Stream<String> directories = systemDirectories.stream().flatMap(HostTools::readOnly);
    Stream<String> links =
        systemLinks.stream().flatMap(link -> Stream.of("--symlink", "usr" + link, link.toString()));
    Stream<String> files = systemFiles.stream().flatMap(HostTools::readOnly);
    return Stream.of(directories, links, files).flatMap(part -> part).toList();
  }

  private static Stream<String> readOnly(Path path) {
    return Stream.of("--ro-bind", path.toString(), path.toString());
  }

  private static List<Path> configuration() throws IOException {
    Path etc = Path.of("/etc");
    List<Path> found = new ArrayList<>();
    CONFIGURATION.stream().map(etc::resolve).filter(Files::exists).forEach(found::add);
    try (Stream<Path> entries = Files.list(etc)) {
      entries
          .filter(entry -> entry.getFileName().toString().startsWith("java-"))
          .sorted()
          .forEach(found::add);
    }
    return found;
  }

  private static Optional<Path> find(String program) {
    return PROGRAMS.stream()
        .map(directory -> directory.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
