package dev.sigil.gcp.runtime;

import dev.sigil.core.gateway.InstanceRouter.Lease;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An instance as far as it is known: its revision, and the value of the cookie by which Cloud Run
 * finds it again. Written {@code r7-2-e0} or {@code r7-2-e0-} and the value's bytes in hexadecimal.
 *
 * @param epoch of the route; all instances of an earlier one have ended
 * @param affinity null while no answer has told it
 */
record RevisionInstance(RevisionTag tag, int epoch, @Nullable String affinity) {
  /** Named in Cloud Run's answers when a revision has session affinity. */
  private static final String COOKIE = "GAESA";

  private static final int MAX_AFFINITY = 512;
  private static final Pattern SHAPE =
      Pattern.compile("(r[0-9-]+?)-e([0-9]{1,9})(?:-((?:[0-9a-f]{2}){1," + MAX_AFFINITY + "}))?");
  private static final Pattern VALUE =
      Pattern.compile("[\\x21\\x23-\\x2B\\x2D-\\x3A\\x3C-\\x5B\\x5D-\\x7E]+");

  static RevisionInstance any(Route route) {
    return new RevisionInstance(route.serving(), route.epoch(), null);
  }

  static Optional<RevisionInstance> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int epoch = Integer.parseInt(matcher.group(2));
    String hex = matcher.group(3);
    String affinity =
        hex == null ? null : new String(HexFormat.of().parseHex(hex), StandardCharsets.US_ASCII);
    return RevisionTag.find(matcher.group(1))
        .map(tag -> new RevisionInstance(tag, epoch, affinity));
  }

  /** Whether it may still run. */
  boolean lives(Route route) {
    return epoch == route.epoch() && route.endpoints().containsKey(tag.toString());
  }

  Lease lease(Route route, Map<String, String> identity) {
    Map<String, String> headers = new HashMap<>(identity);
    if (affinity != null) {
      headers.put("Cookie", COOKIE + "=" + affinity);
    }
    URI endpoint = Objects.requireNonNull(route.endpoints().get(tag.toString()));
    return new CloudRunLease(this, endpoint, Map.copyOf(headers));
  }

  /** The same, as the cookies of an answer tell it. */
  RevisionInstance answering(List<String> setCookies) {
    return setCookies.stream()
        .filter(line -> line.startsWith(COOKIE + "="))
        .map(line -> line.substring(COOKIE.length() + 1).split(";", 2)[0])
        .filter(value -> value.length() <= MAX_AFFINITY && VALUE.matcher(value).matches())
        .findFirst()
        .map(value -> new RevisionInstance(tag, epoch, value))
        .orElse(this);
  }

  @Override
  public String toString() {
    String name = tag + "-e" + epoch;
    return affinity == null
        ? name
        : name + "-" + HexFormat.of().formatHex(affinity.getBytes(StandardCharsets.US_ASCII));
  }

  private record CloudRunLease(RevisionInstance holder, URI endpoint, Map<String, String> headers)
      implements Lease {
    @Override
    public String instance() {
      return holder.toString();
    }

    @Override
    public String instance(List<String> setCookies) {
      return holder.answering(setCookies).toString();
    }

    @Override
    public void close() {}
  }
}
