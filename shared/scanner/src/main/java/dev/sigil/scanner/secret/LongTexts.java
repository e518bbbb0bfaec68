package dev.sigil.scanner.secret;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the texts of several lines are in a program: settings and mails are written down there as
 * people write them, without quotes. Found when first asked for. Used by one thread.
 */
final class LongTexts {
  private static final int LARGEST = 2 << 20;

  private final ScannedFile file;
  private @Nullable NavigableMap<Integer, Integer> ends;

  LongTexts(ScannedFile file) {
    this.file = file;
  }

  /** Whether {@code offset} lies in such a text. */
  boolean contains(int offset) {
    Optional<Dialect> dialect = Dialect.of(file.location());
    if (dialect.isEmpty() || file.content().length > LARGEST) {
      return false;
    }
    NavigableMap<Integer, Integer> known = ends;
    if (known == null) {
      known = find(file.reading(Program.class, read -> Program.of(read, dialect.get())));
      ends = known;
    }
    Map.Entry<Integer, Integer> before = known.floorEntry(offset);
    return before != null && offset < before.getValue();
  }

  private NavigableMap<Integer, Integer> find(Program program) {
    NavigableMap<Integer, Integer> found = new TreeMap<>();
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.isText() && token.text().indexOf('\n') >= 0) {
        int end = i + 1 < program.size() ? program.token(i + 1).start() : file.content().length;
        found.put(token.start(), end);
      }
    }
    return found;
  }
}
