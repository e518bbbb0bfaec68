package dev.sigil.embedded.source;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import java.util.List;
import java.util.Locale;

/** Tells a repository that is not there from a host that did not answer, by git's own words. */
final class GitFailure {
  /* Messages of git 2.30 to 2.47 in the C locale; the host's own text follows after "remote:". */
  private static final List<String> NOT_THERE =
      List.of(
          "not found",
          "does not appear to be a git repository",
          "does not exist",
          "not a git repository",
          "authentication failed",
          "could not read username",
          "could not read password",
          "permission denied",
          "host key verification failed",
          "access denied",
          "dubious ownership",
          "returned error: 401",
          "returned error: 403",
          "returned error: 404",
          "returned error: 410",
          "transport '",
          "invalid gitfile format");

  private static final int KILLED_FOR_SIZE = 128 + 25;
  private static final List<String> CUT_OFF = List.of("early eof", "disconnect", "curl", "reset");

  private GitFailure() {}

  /** What to throw for a command that talked to the repository's host. */
  static RuntimeException of(Git.Result result) {
    String error = result.error().toLowerCase(Locale.ROOT);
    if (result.timedOut()) {
      return new TransientException("the repository's host did not answer in time");
    }
    if (result.exit() == KILLED_FOR_SIZE || stoppedBySize(error)) {
      return new SigilException(
          ErrorCode.SOURCE_TOO_LARGE, "The repository's download is larger than Sigil takes in.");
    }
    if (NOT_THERE.stream().anyMatch(error::contains)) {
      return notFound("There is no such repository, or Sigil may not read it.");
    }
    return new TransientException("the repository could not be read: " + lastLine(result.error()));
  }

  /* A download that hits the bound on files kills git's own child, which says no more than this. */
  private static boolean stoppedBySize(String error) {
    return error.contains("file too large")
        || error.contains("file size limit exceeded")
        || (error.contains("invalid index-pack output")
            && CUT_OFF.stream().noneMatch(error::contains));
  }

  static SigilException notFound(String message) {
    return new SigilException(ErrorCode.SOURCE_NOT_FOUND, message);
  }

  private static String lastLine(String error) {
    List<String> lines = error.strip().lines().toList();
    String last = lines.isEmpty() ? "git said nothing" : lines.getLast();
    return last.length() > 300 ? last.substring(0, 300) : last;
  }
}
