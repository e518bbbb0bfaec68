package dev.sigil.core.scan.policy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.source.SourcePath;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word that findings may stay for a while.
 *
 * @param id of workspace, deployment and target: waiving the same again renews it
 * @param deployment the server it holds for; null for all of the workspace
 * @param reason in the words of who waived
 * @param actor who asked for it, as in the audit log
 */
public record Waiver(
    String id,
    WorkspaceId workspace,
    @Nullable DeploymentId deployment,
    Target target,
    String reason,
    String actor,
    Instant createdAt,
    Instant expiresAt) {

  /**
   * Which findings are meant: one by its fingerprint, or those of a rule, below a path, or both.
   *
   * @param rule a rule's id, such as {@code secret/github-token}
   * @param path of a file, or of a folder with all that is in it
   */
  public record Target(@Nullable String fingerprint, @Nullable String rule, @Nullable String path) {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-zA-Z/_-]{1,64}");
    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9/._-]{0,99}");

    /**
     * Checks the parts.
     *
     * @throws SigilException {@code INVALID_REQUEST}
     */
    public Target {
      boolean named = fingerprint != null;
      if (named == (rule != null || path != null)) {
        throw invalid("A waiver names a fingerprint, or else a rule, a path or both.");
      }
      if (fingerprint != null && !FINGERPRINT.matcher(fingerprint).matches()) {
        throw invalid("This is no fingerprint of a finding.");
      }
      if (rule != null && !RULE.matcher(rule).matches()) {
        throw invalid("This is no id of a rule, such as secret/github-token.");
      }
      path = path == null ? null : SourcePath.normalize(path);
      if (path != null && path.isEmpty()) {
        throw invalid("A waiver's path names a file or folder in the repository.");
      }
    }

    /** Whether the finding is meant. */
    public boolean fits(Finding finding) {
      if (fingerprint != null) {
        return fingerprint.equals(finding.fingerprint());
      }
      return (rule == null || rule.equals(finding.rule()))
          && (path == null || path.equals(finding.path()) || finding.path().startsWith(path + "/"));
    }

    /** The parts that are given, by name. */
    public Map<String, String> parts() {
      Map<String, String> parts = new TreeMap<>();
      put(parts, "fingerprint", fingerprint);
      put(parts, "rule", rule);
      put(parts, "path", path);
      return parts;
    }

    private static void put(Map<String, String> parts, String name, @Nullable String value) {
      if (value != null) {
        parts.put(name, value);
      }
    }

    private static SigilException invalid(String message) {
      return new SigilException(ErrorCode.INVALID_REQUEST, message);
    }
  }

  boolean holds(DeploymentId server, Instant now) {
    return now.isBefore(expiresAt) && (deployment == null || deployment.equals(server));
  }
}
