package dev.sigil.scanner.dependency.advisory;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version as PEP 440 defines and orders it; a local part ({@code +cu121}) is left out of the
 * order, since advisories speak of public versions.
 *
 * @param phase −4 for a bare development release, −3 to −1 for a, b and rc, 0 for the release
 * @param post −1 when it is not a post release
 * @param dev the greatest value when it is not a development release
 */
record PythonVersion(
    BigInteger epoch,
    List<BigInteger> release,
    int phase,
    BigInteger pre,
    BigInteger post,
    BigInteger dev)
    implements Comparable<PythonVersion> {
  private static final BigInteger NEVER = BigInteger.TEN.pow(300);
  private static final Map<String, Integer> PHASES =
      Map.of(
          "a", -3, "alpha", -3, "b", -2, "beta", -2, "c", -1, "rc", -1, "pre", -1, "preview", -1);
  private static final Pattern FORM =
      Pattern.compile(
          "v?(?:(\\d+)!)?(\\d+(?:\\.\\d+)*+)(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\\d*))?"
              + "(?:-(\\d+)|([-_.]?(?:post|rev|r)[-_.]?(\\d*)))?([-_.]?dev[-_.]?(\\d*))?(?:\\+[a-z0-9._-]+)?");

  static Optional<PythonVersion> parse(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (text.length() > VersionOrder.MAX_LENGTH || !form.matches()) {
      return Optional.empty();
    }
    boolean development = form.group(8) != null;
    boolean posted = form.group(5) != null || form.group(6) != null;
    String phase = form.group(3);
    return Optional.of(
        new PythonVersion(
            number(form.group(1)),
            parts(form.group(2)),
            phase != null ? PHASES.getOrDefault(phase, -1) : development && !posted ? -4 : 0,
            number(form.group(4)),
            posted
                ? number(form.group(5) != null ? form.group(5) : form.group(7))
                : BigInteger.ONE.negate(),
            development ? number(form.group(9)) : NEVER));
  }

  /** Whether {@code prefix}, of {@code ==prefix.*}, is how this release starts. */
  boolean startsWith(PythonVersion prefix) {
    List<BigInteger> wanted = prefix.release();
    for (int i = 0; i < wanted.size(); i++) {
      if (!part(i).equals(wanted.get(i))) {
        return false;
      }
    }
    return epoch.equals(prefix.epoch());
  }

  @Override
  public int compareTo(PythonVersion other) {
    int epochs = epoch.compareTo(other.epoch);
    for (int i = 0; epochs == 0 && i < Math.max(release.size(), other.release.size()); i++) {
      epochs = part(i).compareTo(other.part(i));
    }
    return epochs != 0 ? epochs : WITHIN_RELEASE.compare(this, other);
  }

  private static final Comparator<PythonVersion> WITHIN_RELEASE =
      Comparator.comparingInt(PythonVersion::phase)
          .thenComparing(PythonVersion::pre)
          .thenComparing(PythonVersion::post)
          .thenComparing(PythonVersion::dev);

  private BigInteger part(int index) {
    return index < release.size() ? release.get(index) : BigInteger.ZERO;
  }

  private static List<BigInteger> parts(String release) {
    List<BigInteger> parts = new ArrayList<>();
    for (String part : release.split("\\.", -1)) {
      parts.add(new BigInteger(part));
    }
    return List.copyOf(parts);
  }

  private static BigInteger number(@Nullable String digits) {
    return digits == null || digits.isEmpty() ? BigInteger.ZERO : new BigInteger(digits);
  }
}
