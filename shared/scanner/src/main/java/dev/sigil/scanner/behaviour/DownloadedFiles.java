package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files that are written with what another machine answers, and run afterwards. */
final class DownloadedFiles {
  private static final Set<String> SAVES = Set.of("urlretrieve", "downloadFile", "download_file");

  private final Program program;
  private final Behaviour behaviour;

  DownloadedFiles(Program program, Behaviour behaviour) {
    this.program = program;
    this.behaviour = behaviour;
  }

  List<Pairs.Pair> find() {
    Map<String, Integer> written = written();
    List<Pairs.Pair> found = new ArrayList<>();
    for (Use use : behaviour.uses()) {
      boolean runs = use.does(Capability.EXECUTE, Capability.LOAD);
      int from = runs && !written.isEmpty() ? given(use, written) : -1;
      if (from >= 0) {
        found.add(new Pairs.Pair(CovertRules.DOWNLOADED_FILE, use.token(), from));
      }
    }
    return found;
  }

  /* Names and constants of the files, and where each is written. */
  private Map<String, Integer> written() {
    Map<String, Integer> written = new HashMap<>();
    for (Use use : behaviour.uses()) {
      boolean writes = use.does(Capability.WRITE) && use.mark().has(Mark.REMOTE);
      boolean saves = SAVES.contains(program.token(use.token()).text());
      List<int[]> given = program.arguments(use.token() + 1);
      int position = saves ? 1 : 0;
      if ((writes || saves) && position < given.size()) {
        int[] path = given.get(position);
        if (path[1] == path[0] + 1) {
          written.put(program.token(path[0]).text(), use.token());
        }
      }
    }
    return written;
  }

  private int given(Use use, Map<String, Integer> written) {
    int open = use.token() + 1;
    for (int i = open + 1; i < program.partner(open); i++) {
      Token token = program.token(i);
      Integer at = token.isName() || token.isText() ? written.get(token.text()) : null;
      if (at != null && at < use.token()) {
        return at;
      }
    }
    return -1;
  }
}
