package dev.sigil.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as their widest cell; the last one runs free. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  void row(String... cells) {
    rows.add(List.of(cells));
  }

  void print(Session session) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        line.append(cell);
        line.append(" ".repeat(i == columns - 1 ? 0 : widths[i] - cell.length() + 2));
      }
      session.say(line.toString().stripTrailing());
    }
  }
}
