package dev.sigil.github;

import dev.sigil.core.source.Repository;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A repository as GitHub names it. */
record RepositoryPath(String owner, String name) {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?i:https?|ssh)://(?:[A-Za-z0-9_.-]+@)?([A-Za-z0-9.-]+(?::\\d+)?)"
              + "/([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))/([A-Za-z0-9._-]{1,100}?)(?:\\.git)?/?");

  /** The repository of an address on {@code host}; empty for any other address. */
  static Optional<RepositoryPath> of(Repository repository, String host) {
    Matcher address = ADDRESS.matcher(repository.url());
    boolean here =
        address.matches()
            && address.group(1).toLowerCase(Locale.ROOT).equals(host)
            && !address.group(3).equals(".")
            && !address.group(3).equals("..");
    return here
        ? Optional.of(new RepositoryPath(address.group(2), address.group(3)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
