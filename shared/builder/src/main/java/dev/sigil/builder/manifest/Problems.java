package dev.sigil.builder.manifest;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with one manifest, so that all of it is reported at once. */
final class Problems {
  /** More than a person fixes in one go; keeps the error small when a whole file is wrong. */
  private static final int MAX = 50;

  private final String path;
  private final List<ManifestProblem> found = new ArrayList<>();

  Problems(String path) {
    this.path = path;
  }

  void add(Node at, String message) {
    add(at, message, "");
  }

  void add(Node at, String message, String suggestion) {
    add(at.getStartMark(), message, suggestion);
  }

  void add(Optional<Mark> at, String message, String suggestion) {
    int line = at.map(mark -> mark.getLine() + 1).orElse(0);
    int column = at.map(mark -> mark.getColumn() + 1).orElse(0);
    if (found.size() < MAX) {
      found.add(new ManifestProblem(path, line, column, message, suggestion));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order of the file. */
  List<ManifestProblem> list() {
    return found.stream()
        .sorted(
            Comparator.comparingInt(ManifestProblem::line)
                .thenComparingInt(ManifestProblem::column))
        .toList();
  }

  SigilException exception() {
    String count = found.size() == 1 ? "a problem" : found.size() + " problems";
    return new SigilException(
        ErrorCode.MANIFEST_INVALID,
        path
            + " has "
            + count
            + ":\n"
            + list().stream().map(ManifestProblem::toString).collect(Collectors.joining("\n")));
  }
}
