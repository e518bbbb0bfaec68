package dev.sigil.scanner.secret;

import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of Kubernetes' Secret manifests, which are in base64 below {@code data:}. */
final class SecretManifests {
  private static final int LARGEST = 1 << 18;
  private static final Pattern KIND = Pattern.compile("(?m)^kind:[ \\t]*[\"']?Secret[\"']?\\s*$");
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^(?=---)");
  private static final Pattern ENTRY =
      Pattern.compile(
          "(\\s{1,8}[\\w.-]{1,80}:\\s{1,8})[\"']?([A-Za-z0-9!-~]{8,4000}?)[\"']?\\s{0,8}");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

  private SecretManifests() {}

  static boolean accepts(Location location) {
    return location.extension().equals("yaml") || location.extension().equals("yml");
  }

  static List<Rewritten> of(ScannedFile file) {
    List<Rewritten> found = new ArrayList<>();
    String all = file.window(0, LARGEST);
    int offset = 0;
    for (String document : all.contains("Secret") ? SEPARATOR.split(all) : new String[0]) {
      if (KIND.matcher(document).find()) {
        read(document, offset, found);
      }
      offset += document.length();
    }
    return found;
  }

  private static void read(String document, int from, List<Rewritten> found) {
    String section = "";
    int offset = from;
    for (String line : document.split("\n", -1)) {
      boolean top = !line.isBlank() && !Character.isWhitespace(line.charAt(0));
      section = top ? line.strip() : section;
      Matcher entry = ENTRY.matcher(line);
      if (entry.matches()) {
        add(section, entry, offset, found);
      }
      offset += line.length() + 1;
    }
  }

  private static void add(String section, Matcher entry, int offset, List<Rewritten> found) {
    String value = entry.group(2);
    boolean encoded = section.equals("data:") && BASE64.matcher(value).matches();
    String read = encoded ? Encoded.text(value) : section.equals("stringData:") ? value : "";
    if (!read.isEmpty()) {
      String text = entry.group(1) + '"' + read + '"';
      found.add(new Rewritten(offset + entry.start(2), text, List.of(value)));
    }
  }
}
