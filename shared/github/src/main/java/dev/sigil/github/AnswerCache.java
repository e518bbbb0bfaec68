package dev.sigil.github;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers that GitHub may say have not changed, which costs nothing of the rate limit: the last
 * used, up to a number of bytes. Each is its credential's own, so that nobody is shown what another
 * may read. Thread-safe.
 */
final class AnswerCache {
  private final long maxBytes;
  private final LinkedHashMap<Key, Kept> answers = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  AnswerCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Whose answer to what. */
  record Key(String credential, String url, String accept) {}

  /** An answer with its tag. */
  static final class Kept {
    private final String tag;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    Kept(String tag, Map<String, List<String>> headers, byte[] body) {
      this.tag = tag;
      this.headers = headers;
      this.body = body;
    }

    String tag() {
      return tag;
    }

    Map<String, List<String>> headers() {
      return headers;
    }

    byte[] body() {
      return body;
    }

    long size() {
      return body.length + 2_000L;
    }
  }

  synchronized Optional<Kept> get(Key key) {
    return Optional.ofNullable(answers.get(key));
  }

  /** Keeps an answer that takes no more than an eighth of the room. */
  synchronized void put(Key key, Kept answer) {
    if (answer.size() > maxBytes / 8) {
      return;
    }
    Kept before = answers.put(key, answer);
    bytes += answer.size() - (before == null ? 0 : before.size());
    for (Iterator<Kept> oldest = answers.values().iterator(); bytes > maxBytes; ) {
      bytes -= oldest.next().size();
      oldest.remove();
    }
  }

  synchronized long bytes() {
    return bytes;
  }
}
