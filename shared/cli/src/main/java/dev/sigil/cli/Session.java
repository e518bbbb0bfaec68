package dev.sigil.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;

/**
 * What surrounds one run of the command line.
 *
 * @param terminal whether a person watches: colours, progress and questions only then
 */
record Session(
    Map<String, String> environment,
    BufferedReader in,
    PrintWriter out,
    PrintWriter err,
    boolean terminal) {
  static final String DEFAULT_URL = "http://127.0.0.1:8080";
  private static final Pattern LOCAL =
      Pattern.compile("https?://(?:127\\.0\\.0\\.1|localhost|\\[::1])(?::\\d+)?(?:/.*)?");

  static Session ofProcess() {
    return new Session(
        System.getenv(),
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        Boolean.getBoolean("sigil.terminal"));
  }

  Ansi ansi() {
    return terminal && !environment.containsKey("NO_COLOR") ? Ansi.ON : Ansi.OFF;
  }

  /** Where the platform on this machine keeps its state. */
  Path data() {
    String set = environment.getOrDefault("SIGIL_DATA", "");
    if (!set.isBlank()) {
      return Path.of(set);
    }
    String home = environment.getOrDefault("HOME", ".");
    String share = environment.getOrDefault("XDG_DATA_HOME", home + "/.local/share");
    return Path.of(share, "sigil");
  }

  /** Where imported advisories lie unless somebody says otherwise. */
  Path advisories() {
    return data().resolve("advisories.index");
  }

  /** Where `sigil login` keeps keys. */
  Credentials credentials() {
    String home = environment.getOrDefault("HOME", ".");
    String config = environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
    return new Credentials(Path.of(config, "sigil", "credentials.json"));
  }

  /**
   * The token for a platform: from the environment, else what `sigil login` got there, else the one
   * that the platform on this machine wrote; empty without any.
   */
  String token(String url) {
    String set = environment.getOrDefault("SIGIL_TOKEN", "");
    if (!set.isBlank()) {
      return set.strip();
    }
    return credentials().find(url).map(Credentials.Entry::token).orElseGet(() -> adminToken(url));
  }

  /** The token that the platform on this machine wrote, which goes to no other machine. */
  String adminToken(String url) {
    Path file = data().resolve("admin-token");
    try {
      return LOCAL.matcher(url).matches() && Files.isReadable(file)
          ? Files.readString(file).strip()
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    String set = environment.getOrDefault("SIGIL_URL", "");
    return (set.isBlank() ? DEFAULT_URL : set.strip()).replaceAll("/+$", "");
  }

  /** Waits; an interrupt ends the command. */
  void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("Interrupted.");
    }
  }

  void say(String line) {
    out.println(line);
  }

  void complain(String message, String hint) {
    err.println(Cli.colored(ansi(), "bold,red", "error:") + " " + message);
    if (!hint.isBlank()) {
      err.println("  " + hint);
    }
  }

  /** Asks a yes-or-no question; without a terminal the answer is no. */
  boolean confirm(String question) {
    if (!terminal) {
      return false;
    }
    err.print(question + " [y/N] ");
    err.flush();
    try {
      String answer = in.readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
