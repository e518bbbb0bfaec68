package dev.sigil.core.codehost;

import dev.sigil.core.source.Commit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The repositories that an installation of the App covers. Whoever calls has checked that the
 * installation is the caller's; a repository that it does not cover is {@code SOURCE_NOT_FOUND}.
 * Each call asks the host; it throws {@link dev.sigil.core.TransientException} when the host cannot
 * answer now. Thread-safe.
 */
public interface CoveredRepositories {
  /**
   * A repository.
   *
   * @param id the host's number, which stays
   * @param fullName owner and name
   * @param url for people, and to clone
   * @param pushedAt of the last push to any branch
   */
  record Covered(
      long id,
      String fullName,
      String url,
      boolean hidden,
      boolean archived,
      String defaultBranch,
      Instant pushedAt) {}

  /**
   * Part of what is covered.
   *
   * @param total of all parts
   */
  record Part(List<Covered> repositories, int total) {
    public Part {
      repositories = List.copyOf(repositories);
    }
  }

  /**
   * A file of a commit.
   *
   * @param content names its bytes
   */
  record File(String path, long size, boolean executable, String content) {}

  /**
   * The files of a commit, sorted by path.
   *
   * @param complete false when there are more than the host tells
   */
  record Files(List<File> files, boolean complete) {
    public Files {
      files = List.copyOf(files);
    }
  }

  /**
   * A file to be added by a pull request.
   *
   * @param branch of the proposal; one that exists is never written over
   */
  record Addition(String branch, String path, String content, String title, String description) {}

  /** A pull request. */
  record Proposal(int number, String url, State state, boolean created) {
    /** Whether people took it. */
    public enum State {
      OPEN,
      MERGED,
      DECLINED
    }
  }

  /**
   * A part of the list, by the host's order.
   *
   * @param page from 1
   * @param size 1 to 100
   */
  Part list(long installation, int page, int size);

  /** The repository of that name. */
  Covered get(long installation, String fullName);

  /** The branch's last commit; empty when there is no such branch. */
  Optional<Commit> head(long installation, String fullName, String branch);

  Files files(long installation, String fullName, Commit commit);

  /**
   * The bytes of a file.
   *
   * @throws dev.sigil.core.SigilException {@code SOURCE_TOO_LARGE} above {@code maxBytes}
   */
  byte[] read(long installation, String fullName, String content, int maxBytes);

  /**
   * Proposes a file to the default branch, once: a pull request of the branch that is there already
   * is the answer, whatever became of it, and what people wrote to the branch stays.
   *
   * @throws dev.sigil.core.SigilException {@code FORBIDDEN} when the account did not grant that
   */
  Proposal propose(long installation, Covered repository, Addition addition);
}
