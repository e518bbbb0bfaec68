package dev.sigil.scanner.poison;

import dev.sigil.scanner.detect.ScannedFile;
import dev.sigil.scanner.poison.SurfaceText.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The descriptions of tools and prompts that a YAML file declares, read line by line: the values of
 * keys that describe, on the line itself or as a block that is indented below it.
 */
final class YamlTexts {
  private static final Pattern DECLARES =
      Pattern.compile("(?im)^[ \\t]*(-[ \\t]+)?\\w*(tools?|prompts?|mcp|functions?)\\w*:");
  private static final Pattern DESCRIBES =
      Pattern.compile(
          "([ \\t]*(?:-[ \\t]+)?)\\w*(?:description|instructions|prompt):[ \\t]*(.*)",
          Pattern.CASE_INSENSITIVE);
  /* What describes an interface to programmers. */
  private static final Pattern APART =
      Pattern.compile("(?m)^(apiVersion|openapi|swagger|asyncapi):");
  private static final Pattern BLOCK = Pattern.compile("[|>][-+0-9]*[ \\t]*");
  private static final int LARGEST = 1 << 18;

  private YamlTexts() {}

  static List<SurfaceText> of(ScannedFile file) {
    String all = file.window(0, LARGEST);
    List<SurfaceText> texts = new ArrayList<>();
    if (APART.matcher(all).find() || !DECLARES.matcher(all).find()) {
      return texts;
    }
    String[] lines = all.split("\n", -1);
    int offset = 0;
    for (int i = 0; i < lines.length; i++) {
      Matcher key = DESCRIBES.matcher(lines[i].stripTrailing());
      if (key.matches()) {
        texts.add(text(lines, i, offset, key));
      }
      offset += lines[i].length() + 1;
    }
    return texts;
  }

  private static SurfaceText text(String[] lines, int at, int offset, Matcher key) {
    boolean block = BLOCK.matcher(key.group(2)).matches();
    StringBuilder value = new StringBuilder(block ? "" : read(key.group(2)));
    List<Integer> starts = new ArrayList<>(List.of(0));
    List<Integer> offsets = new ArrayList<>(List.of(offset));
    int below = offset + lines[at].length() + 1;
    int indent = key.group(1).length();
    for (int i = at + 1; i < lines.length && isBelow(lines[i], indent); i++) {
      value.append('\n');
      starts.add(value.length());
      offsets.add(below);
      value.append(read(lines[i]));
      below += lines[i].length() + 1;
    }
    return new SurfaceText(Kind.DESCRIPTION, value.toString(), starts, offsets);
  }

  private static boolean isBelow(String line, int indent) {
    return line.isBlank() || line.length() - line.stripLeading().length() > indent;
  }

  /* A window has one character for each byte. */
  private static String read(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
