package dev.sigil.scanner.dependency.inventory;

import java.util.regex.Pattern;

/**
 * One package that a manifest asks for or a lockfile fixes. Texts that the file does not give are
 * empty.
 *
 * @param name in the ecosystem's canonical spelling; {@code group:artifact} for Maven
 * @param version the one version that will be used, where the file fixes it
 * @param range what the manifest allows, as written
 * @param direct whether the repository itself asks for it; lockfiles often do not say, then false
 * @param source where the file says it comes from: a URL, a path or a marker such as {@code link:}
 * @param integrity the digest by which the file recognises its content, with the algorithm first
 * @param path file that names it
 * @param line where it is named there, from 1; 0 when unknown
 */
public record Dependency(
    Ecosystem ecosystem,
    String name,
    String version,
    String range,
    Scope scope,
    boolean direct,
    String source,
    String integrity,
    String path,
    int line) {
  private static final Pattern LOCAL =
      Pattern.compile(
          "(link|file|portal|workspace|path|directory|editable|virtual|patch|exec):.*|\\.{0,2}/.*|\\.");
  private static final Pattern REMOTE =
      Pattern.compile(
          "(git(\\+[a-z]+)?|https?|ssh|github|gitlab|bitbucket|gist|ftp):.*|git@.*|[\\w.-]+/[\\w.-]+(#.*)?");

  /** When it is needed. */
  public enum Scope {
    RUNTIME,
    OPTIONAL,
    DEVELOPMENT
  }

  public Dependency {
    name = ecosystem.canonical(name);
  }

  /** Whether it lies in the repository itself, so that no registry and no advisory knows it. */
  public boolean local() {
    return LOCAL.matcher(source).matches() || LOCAL.matcher(range).matches();
  }

  /** Whether it comes from an address instead of a registry. */
  public boolean remote() {
    return REMOTE.matcher(range).matches();
  }

  public boolean development() {
    return scope == Scope.DEVELOPMENT;
  }
}
