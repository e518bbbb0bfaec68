package dev.sigil.embedded.source;

import dev.sigil.core.source.Commit;
import dev.sigil.core.source.SourceTree;
import dev.sigil.testkit.source.MemorySourceTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A bare repository made object by object, so that its trees may be as wrong as a test wants. */
record GitRepository(Path path) {
  static GitRepository create(Path path) throws Exception {
    Files.createDirectories(path);
    GitRepository repository = new GitRepository(path);
    repository.git("init", "--quiet", "--bare", "--initial-branch=main", ".");
    return repository;
  }

  /** Commits a tree on top of a branch. */
  Commit push(String branch, MemorySourceTree tree) throws Exception {
    Path index = path.resolve("test-index");
    Files.deleteIfExists(index);
    for (SourceTree.Entry entry : tree.files()) {
      String mode = entry.executable() ? "100755" : "100644";
      byte[] content = tree.read(entry.path(), Integer.MAX_VALUE).orElseThrow();
      String blob = run(content, "hash-object", "-w", "--stdin");
      git("update-index", "--add", "--cacheinfo", mode + "," + blob + "," + entry.path());
    }
    String ref = "refs/heads/" + branch;
    String parent = git("for-each-ref", "--format=%(objectname)", ref);
    List<String> command = new ArrayList<>(List.of("commit-tree", "-m", "test", git("write-tree")));
    if (!parent.isEmpty()) {
      command.addAll(List.of("-p", parent));
    }
    Commit commit = new Commit(git(command.toArray(String[]::new)));
    git("update-ref", ref, commit.id());
    return commit;
  }

  String blob(String content) throws Exception {
    return run(content.getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin");
  }

  /** A well-formed tree, from the lines that {@code git mktree} reads. */
  String tree(String... lines) throws Exception {
    String text = String.join("\n", lines) + "\n";
    return run(text.getBytes(StandardCharsets.UTF_8), "mktree", "--missing");
  }

  /** Any tree: mode, name and object in turn, without git's checks. */
  String rawTree(String... entries) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < entries.length; i += 3) {
      bytes.writeBytes((entries[i] + " " + entries[i + 1]).getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
      bytes.writeBytes(HexFormat.of().parseHex(entries[i + 2]));
    }
    return run(bytes.toByteArray(), "hash-object", "-t", "tree", "-w", "--literally", "--stdin");
  }

  /** Commits a tree to the main branch. */
  Commit commit(String tree) throws Exception {
    Commit commit = new Commit(git("commit-tree", "-m", "test", tree));
    git("update-ref", "refs/heads/main", commit.id());
    return commit;
  }

  String git(String... arguments) throws Exception {
    return run(new byte[0], arguments);
  }

  private String run(byte[] input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(path.toFile());
    builder.environment().put("GIT_INDEX_FILE", path.resolve("test-index").toString());
    for (String who : List.of("AUTHOR", "COMMITTER")) {
      builder.environment().put("GIT_" + who + "_NAME", "Test");
      builder.environment().put("GIT_" + who + "_EMAIL", "test@example.com");
      builder.environment().put("GIT_" + who + "_DATE", "2026-03-02T12:00:00Z");
    }
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().write(input);
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      String output = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException("git " + String.join(" ", arguments) + ": " + output);
      }
      return output;
    }
  }
}
