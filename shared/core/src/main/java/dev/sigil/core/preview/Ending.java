package dev.sigil.core.preview;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a preview is removed. */
public enum Ending {
  @JsonProperty("closed")
  CLOSED("the pull request was closed", true),
  @JsonProperty("merged")
  MERGED("the pull request was merged", true),
  @JsonProperty("draft")
  DRAFT("the pull request is a draft; it comes back when it is ready for review", true),
  @JsonProperty("retargeted")
  RETARGETED("the pull request is against another branch now", true),
  /** Nothing happened to its pull request for a long time. */
  @JsonProperty("idle")
  IDLE("nothing happened to the pull request for days; the next commit brings it back", false),
  @JsonProperty("by-person")
  BY_PERSON("a member deleted it; the next commit brings it back", false),
  @JsonProperty("switched-off")
  SWITCHED_OFF("previews of this server are switched off", false),
  @JsonProperty("parent-deleted")
  PARENT_DELETED("its server was deleted", false),
  @JsonProperty("source-lost")
  SOURCE_LOST("Sigil may not see the repository any more", false);

  private final String text;
  private final boolean ofPullRequest;

  Ending(String text, boolean ofPullRequest) {
    this.text = text;
    this.ofPullRequest = ofPullRequest;
  }

  /** For people, as the end of a sentence. */
  public String text() {
    return text;
  }

  /** Whether the pull request itself ended it, so that only its reopening brings it back. */
  public boolean ofPullRequest() {
    return ofPullRequest;
  }
}
