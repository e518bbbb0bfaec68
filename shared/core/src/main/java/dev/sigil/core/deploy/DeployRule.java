package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which events of its repository deploy a server.
 *
 * @param tags which tags do, where {@code *} stands for any characters; ignored for pushes
 */
public record DeployRule(On on, String tags) {
  private static final Pattern TAGS = Pattern.compile("[A-Za-z0-9._/+*-]{1,100}");

  /** Each push to its branch. */
  public static final DeployRule PUSH = new DeployRule(On.PUSH, "*");

  /** A kind of event. */
  public enum On {
    /** A push of commits to its branch. */
    @JsonProperty("push")
    PUSH,
    /** A tag, of whatever branch. */
    @JsonProperty("tag")
    TAG,
    /** A release published on the code host, neither a draft nor a prerelease. */
    @JsonProperty("release")
    RELEASE
  }

  /**
   * A rule.
   *
   * @throws SigilException {@code INVALID_REQUEST} when no tag could match
   */
  public DeployRule {
    if (!TAGS.matcher(tags).matches()) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST,
          "A pattern of tags is 1 to 100 letters, digits, . _ / + - and *, such as v*.");
    }
  }

  /** Whether an event of this kind deploys the server when it concerns {@code tag}. */
  public boolean takes(On kind, String tag) {
    return on == kind && on != On.PUSH && matches(tag);
  }

  /* Part after part, each at its first place: in linear time, which a regex is not. */
  private boolean matches(String tag) {
    List<String> parts = List.of(tags.split("\\*", -1));
    if (parts.size() == 1) {
      return tag.equals(tags);
    }
    int at = parts.getFirst().length();
    int end = tag.length() - parts.getLast().length();
    boolean framed = tag.startsWith(parts.getFirst()) && tag.endsWith(parts.getLast());
    for (String part : parts.subList(1, parts.size() - 1)) {
      int found = at < 0 ? -1 : tag.indexOf(part, at);
      at = found < 0 ? -1 : found + part.length();
    }
    return framed && at >= 0 && at <= end;
  }
}
