package dev.sigil.scanner.dependency.inventory;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where packages of one kind are published, with the names that OSV and package URLs use. */
public enum Ecosystem {
  NPM("npm", "npm"),
  PYPI("PyPI", "pypi"),
  MAVEN("Maven", "maven"),
  GO("Go", "golang"),
  CARGO("crates.io", "cargo");

  private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

  private final String osv;
  private final String purl;

  Ecosystem(String osv, String purl) {
    this.osv = osv;
    this.purl = purl;
  }

  /** The ecosystem's name in the OSV schema. */
  public String osv() {
    return osv;
  }

  /** The type of its package URLs. */
  public String purl() {
    return purl;
  }

  /** The ecosystem of an OSV name; a suffix such as {@code Maven:repository} is left out. */
  public static Optional<Ecosystem> ofOsv(String name) {
    int colon = name.indexOf(':');
    String plain = colon < 0 ? name : name.substring(0, colon);
    return Arrays.stream(values()).filter(each -> each.osv.equals(plain)).findFirst();
  }

  /** The one spelling of {@code name} that its registry compares by (PEP 503 for Python). */
  public String canonical(String name) {
    return this == PYPI ? SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-") : name;
  }
}
