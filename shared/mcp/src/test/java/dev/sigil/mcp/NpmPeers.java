package dev.sigil.mcp;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The npm packages that tests run against: servers, clients and bridges that Sigil did not write.
 * {@code scripts/lib/npm-peers} installs them and prints the directory that {@value #VARIABLE}
 * names.
 */
public final class NpmPeers {
  public static final String VARIABLE = "SIGIL_NPM_PEERS";

  private final Path modules;

  private NpmPeers(Path modules) {
    this.modules = modules;
  }

  /**
   * The peers of this machine.
   *
   * @throws IllegalStateException when they are not installed; a test without its peer has failed
   */
  public static NpmPeers require() {
    String directory = System.getenv(VARIABLE);
    if (directory == null || !Files.isDirectory(Path.of(directory, "node_modules"))) {
      throw new IllegalStateException(
          "This test needs the npm peers: run it with "
              + VARIABLE
              + "=\"$(scripts/lib/npm-peers)\" in the environment.");
    }
    return new NpmPeers(Path.of(directory, "node_modules"));
  }

  /** The directory that holds {@code node_modules}. */
  public Path directory() {
    return Path.of(modules.toString(), "..").normalize();
  }

  /** A file inside a package, such as {@code supergateway}, {@code dist/index.js}. */
  public Path file(String packageName, String path) {
    return modules.resolve(packageName).resolve(path);
  }

  /** The entry point of server-everything: run by node with {@code stdio} or another transport. */
  public Path everything() {
    return file("@modelcontextprotocol/server-everything", "dist/index.js");
  }
}
