package dev.sigil.gcp.runtime;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.gcp.Names;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which revision: of the release with this number, the first, or a later one that the same release
 * was started again as. Written {@code r7} or {@code r7-2}.
 *
 * @param number from 1
 * @param generation from 1
 */
record RevisionTag(int number, int generation) implements Comparable<RevisionTag> {
  private static final Pattern SHAPE =
      Pattern.compile("r([1-9][0-9]{0,8})(?:-([2-9]|[1-9][0-9]{1,3}))?");
  private static final Comparator<RevisionTag> ORDER =
      Comparator.comparingInt(RevisionTag::number).thenComparingInt(RevisionTag::generation);

  static Optional<RevisionTag> find(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int generation = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
    return Optional.of(new RevisionTag(Integer.parseInt(matcher.group(1)), generation));
  }

  @JsonCreator
  static RevisionTag parse(String text) {
    return find(text).orElseThrow(() -> new IllegalArgumentException("not a tag: " + text));
  }

  RevisionTag next() {
    return new RevisionTag(number, generation + 1);
  }

  /** The revision's name, which must begin with its service's. */
  String revision(DeploymentId deployment) {
    return Names.service(deployment) + "-" + this;
  }

  @Override
  public int compareTo(RevisionTag other) {
    return ORDER.compare(this, other);
  }

  @JsonValue
  @Override
  public String toString() {
    return generation == 1 ? Names.tag(number) : Names.tag(number) + "-" + generation;
  }
}
