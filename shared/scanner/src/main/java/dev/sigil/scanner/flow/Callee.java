package dev.sigil.scanner.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * What a call names.
 *
 * @param name the function or method; a constructor starts with {@code new}
 * @param qualifier the package or type it is called on; empty when called by name alone, {@code ?}
 *     when the type is not known
 * @param written the name before the last dot as written; empty when there is none
 * @param names under which rules may know it
 */
record Callee(String name, String qualifier, String written, List<String> names) {
  static Callee of(String name, String qualifier, String written) {
    List<String> names = new ArrayList<>();
    if (qualifier.isEmpty() && written.isEmpty()) {
      names.add(name);
    } else {
      names.add(qualifier + "." + name);
      int slash = qualifier.lastIndexOf('/');
      if (slash >= 0) {
        names.add(qualifier.substring(slash + 1) + "." + name);
      }
      if (!written.isEmpty() && !written.equals(qualifier)) {
        names.add(written + "." + name);
      }
      names.add("*." + name);
    }
    return new Callee(name, qualifier, written, names);
  }
}
