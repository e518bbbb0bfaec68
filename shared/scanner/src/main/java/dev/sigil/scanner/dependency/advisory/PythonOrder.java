package dev.sigil.scanner.dependency.advisory;

/** PEP 440. */
enum PythonOrder implements VersionOrder {
  INSTANCE;

  @Override
  public boolean valid(String version) {
    return PythonVersion.parse(version).isPresent();
  }

  @Override
  public int compare(String left, String right) {
    return PythonVersion.parse(left)
        .orElseThrow()
        .compareTo(PythonVersion.parse(right).orElseThrow());
  }
}
