package dev.sigil.core.build;

import java.util.List;

/**
 * One command of a build, run in the plan's folder without a shell.
 *
 * @param name what people read in the log, such as {@code Install dependencies}
 * @param command the program and its arguments; never a shell line
 * @param inputs files and folders the command reads, relative to the plan's folder; when none of
 *     them changed, a cached result may stand in. Empty means everything
 */
public record BuildStep(String name, List<String> command, List<String> inputs) {
  public BuildStep {
    command = List.copyOf(command);
    inputs = List.copyOf(inputs);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a step needs a command");
    }
  }
}
