package dev.sigil.scanner.install;

import java.util.regex.Pattern;

/** What a shell command or a script does, as far as its text tells. */
final class Commands {
  private static final Pattern FETCHES_AND_RUNS =
      Pattern.compile(
          "\\b(curl|wget|fetch)\\b[^\\n;&|]{0,400}\\|\\s{0,4}(sudo\\s{1,4}(-\\S+\\s{1,4})?)?"
              + "(env\\s\\S{1,80}\\s)?(ba|z|da|k)?(sh|sh\\s|python[0-9.]*|node|perl|ruby|php)\\b"
              + "|(ba|z)?sh\\s{1,4}(-c\\s{1,4})?[\"']?(<\\(|\\$\\(|`)\\s{0,4}(curl|wget)\\b"
              + "|\\b(iex|invoke-expression)\\b[^\\n]{0,80}\\b(iwr|irm|invoke-webrequest|invoke-restmethod"
              + "|downloadstring|net\\.webclient)\\b"
              + "|\\b(iwr|irm|invoke-webrequest|invoke-restmethod)\\b[^\\n]{0,200}\\|\\s{0,4}(iex|invoke-expression)\\b"
              + "|eval\\s{0,4}[\"(]?\\s{0,4}[\"]?\\$\\(\\s{0,4}(curl|wget)\\b"
              + "|/dev/tcp/[0-9a-z.]+/[0-9]+",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DECODES_AND_RUNS =
      Pattern.compile(
          "base64\\s{1,4}(-d|-D|--decode)[^\\n]{0,80}\\|\\s{0,4}(sudo\\s)?(ba|z|da)?(sh|python[0-9.]*|node|perl)\\b"
              + "|powershell[^\\n]{0,80}\\s-e(nc|ncodedcommand)?\\s"
              + "|\\b(exec|eval)\\s{0,4}\\(\\s{0,4}[^\\n]{0,80}(b64decode|atob\\s{0,4}\\(|fromhex|"
              + "from\\([^\\n)]{1,4000},\\s{0,4}['\"](base64|hex)['\"]|zlib\\.decompress|marshal\\.loads)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NETWORK =
      Pattern.compile(
          "\\b(curl|wget)\\s|https?\\.(get|request)\\s{0,4}\\(|\\bfetch\\s{0,4}\\(|\\baxios\\b|\\bgot\\(|"
              + "node-fetch|urllib|requests\\.(get|post)|http\\.client|socket\\.(socket|create_connection)|"
              + "net\\.connect|invoke-webrequest",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern PROCESS =
      Pattern.compile(
          "child_process|\\bexec(Sync|File|FileSync)?\\s{0,4}\\(|\\bspawn(Sync)?\\s{0,4}\\(|\\beval\\s{0,4}\\("
              + "|new Function\\s{0,4}\\(|os\\.(system|popen|exec[lv])|subprocess\\.|__import__\\s{0,4}\\(");

  private Commands() {}

  static boolean fetchesAndRuns(String text) {
    return FETCHES_AND_RUNS.matcher(text).find();
  }

  static boolean decodesAndRuns(String text) {
    return DECODES_AND_RUNS.matcher(text).find();
  }

  static boolean usesNetwork(String text) {
    return NETWORK.matcher(text).find();
  }

  static boolean startsProcesses(String text) {
    return PROCESS.matcher(text).find();
  }
}
