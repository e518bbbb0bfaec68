package dev.sigil.functions.allinone;

import com.google.cloud.functions.HttpFunction;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sigil.core.event.Topic;
import dev.sigil.core.platform.Platform;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a function's compiled code says of it.
 *
 * @param kind {@code event}, {@code http}, or {@code service} when it brings a server of its own
 * @param entryPoint the class that Google Cloud starts
 * @param publishes topics of the events that its code makes
 * @param ports accessors of {@link Platform} that its code calls
 */
record FunctionCode(
    String kind, String entryPoint, List<Topic> publishes, NavigableSet<String> ports) {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sigil");
  private static final String PUSH = "dev.sigil.push.PushFunction";
  private static final Set<String> NOT_PORTS = Set.of("clock", "close", "open");

  /** Reads the function of a package, through whatever it calls in the house. */
  static FunctionCode in(String root) {
    JavaClass entry = entryPoint(root);
    Set<JavaCodeUnitAccess<?>> accesses = reachedFrom(entry);
    NavigableSet<String> ports = new TreeSet<>();
    accesses.stream()
        .filter(access -> access.getTargetOwner().isEquivalentTo(Platform.class))
        .map(JavaCodeUnitAccess::getName)
        .filter(name -> !NOT_PORTS.contains(name))
        .forEach(ports::add);
    List<Topic> publishes =
        ports.contains("events")
            ? Arrays.stream(Topic.values()).filter(topic -> makes(accesses, topic)).toList()
            : List.of();
    return new FunctionCode(kind(entry), entry.getName(), publishes, ports);
  }

  private static boolean makes(Collection<JavaCodeUnitAccess<?>> accesses, Topic topic) {
    return accesses.stream()
        .anyMatch(
            access ->
                access.getName().equals("<init>")
                    && access.getTargetOwner().isEquivalentTo(topic.type()));
  }

  /* Beside a function's class its folder may hold programs that people start. */
  private static JavaClass entryPoint(String root) {
    Map<Boolean, List<JavaClass>> found =
        HOUSE.stream()
            .filter(type -> type.getPackageName().equals(root) && !kind(type).isEmpty())
            .collect(Collectors.partitioningBy(type -> kind(type).equals("service")));
    List<JavaClass> functions = Objects.requireNonNull(found.get(false));
    List<JavaClass> candidates =
        functions.isEmpty() ? Objects.requireNonNull(found.get(true)) : functions;
    if (candidates.size() != 1) {
      throw new IllegalStateException(root + " has not one entry point but " + candidates);
    }
    return candidates.getFirst();
  }

  private static String kind(JavaClass type) {
    if (type.getRawSuperclass().filter(parent -> parent.getName().equals(PUSH)).isPresent()) {
      return "event";
    }
    if (type.isAssignableTo(HttpFunction.class) && type.tryGetConstructor().isPresent()) {
      return "http";
    }
    boolean program =
        type.tryGetMethod("main", String[].class)
            .filter(main -> main.getModifiers().contains(JavaModifier.STATIC))
            .isPresent();
    return program ? "service" : "";
  }

  /* What is made may be called through any interface: with a constructor, all its code is reached. */
  private static Set<JavaCodeUnitAccess<?>> reachedFrom(JavaClass entry) {
    Set<JavaCodeUnitAccess<?>> accesses = new HashSet<>();
    Set<JavaCodeUnit> seen = new HashSet<>();
    Deque<JavaCodeUnit> open = new ArrayDeque<>();
    HOUSE.stream()
        .filter(type -> (type.getName() + "$").startsWith(entry.getName() + "$"))
        .forEach(type -> open.addAll(type.getCodeUnits()));
    while (!open.isEmpty()) {
      JavaCodeUnit unit = open.pop();
      if (seen.add(unit)) {
        accesses.addAll(accessesOf(unit));
        accessesOf(unit).stream()
            .flatMap(access -> access.getTarget().resolveMember().stream())
            .forEach(
                reached -> {
                  open.push(reached);
                  if (reached.isConstructor()) {
                    open.addAll(reached.getOwner().getCodeUnits());
                  }
                });
      }
    }
    return accesses;
  }

  private static Set<JavaCodeUnitAccess<?>> accessesOf(JavaCodeUnit unit) {
    Set<JavaCodeUnitAccess<?>> accesses = new HashSet<>(unit.getCallsFromSelf());
    accesses.addAll(unit.getCodeUnitReferencesFromSelf());
    return accesses;
  }
}
