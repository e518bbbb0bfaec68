package dev.sigil.embedded.source;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The rules of {@code git check-ref-format} for one branch or tag, checked before git sees it. */
final class RefName {
  private static final int MAX_LENGTH = 255;
  private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{7,64}");
  private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl} ~^:?*\\[\\\\]|\\.\\.|@\\{");

  private RefName() {}

  static boolean valid(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_LENGTH
        && !name.startsWith("-")
        && !name.equals("@")
        && !name.endsWith(".")
        && !FORBIDDEN.matcher(name).find()
        && Arrays.stream(name.split("/", -1)).allMatch(RefName::validPart);
  }

  /** A possible commit id, at least as long as git abbreviates. */
  static boolean commitLike(String name) {
    return ABBREVIATED.matcher(name).matches();
  }

  static boolean fullCommit(String name) {
    return commitLike(name) && (name.length() == 40 || name.length() == 64);
  }

  /** The branch of {@code refs/heads/…}. */
  static Optional<String> branch(String ref) {
    String prefix = "refs/heads/";
    return ref.startsWith(prefix)
        ? Optional.of(ref.substring(prefix.length())).filter(RefName::valid)
        : Optional.empty();
  }

  private static boolean validPart(String part) {
    return !part.isEmpty() && !part.startsWith(".") && !part.endsWith(".lock");
  }
}
