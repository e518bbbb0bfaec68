package dev.sigil.builder.detect.java;

import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/**
 * A pom.xml. The jar that runs by itself is started when a plugin builds one (shade, assembly,
 * Spring Boot, Quarkus); else the classes with their dependencies beside them.
 */
public final class MavenDetector implements Detector {
  private static final Pattern JAR = Pattern.compile("[A-Za-z0-9._+-]{1,200}");
  private static final List<String> MVN = List.of("mvn", "-B", "-q", "-DskipTests");

  @Override
  public String looksFor() {
    return PomXml.FILE;
  }

  @Override
  public Optional<Recipe> detect(Folder folder, Hints hints, Search search) {
    if (!hints.allows(Language.JAVA)) {
      return Optional.empty();
    }
    Optional<PomXml> pom = PomXml.read(folder);
    if (pom.isEmpty()) {
      return Optional.empty();
    }
    if (pom.get().text("packaging").equals("pom") && hints.start() == null) {
      search.miss("pom.xml only gathers modules; deploy the folder of the one that is the server");
      return Optional.empty();
    }
    Optional<Build> build =
        hints.start() == null
            ? standalone(pom.get()).or(() -> classPath(folder, pom.get()))
            : Optional.of(new Build(List.of(), hints.start()));
    if (build.isEmpty()) {
      search.miss("pom.xml builds no runnable jar, and no single class of it has a main method");
    }
    return build.map(found -> recipe(folder, hints, pom.get(), found));
  }

  private static Recipe recipe(Folder folder, Hints hints, PomXml pom, Build build) {
    List<BuildStep> steps = new ArrayList<>();
    List<String> goals = new ArrayList<>(MVN);
    goals.add("package");
    goals.addAll(build.goals());
    steps.add(new BuildStep("Build with Maven", goals, List.of()));
    return new Recipe(
        Language.JAVA,
        hints.runtimeVersion() == null ? version(pom) : hints.runtimeVersion(),
        steps,
        build.start(),
        null,
        Declaration.of(pom.text("artifactId"), pom.version(), pom.text("description")),
        PomXml.FILE,
        JavaVersion.notes(folder));
  }

  private static String version(PomXml pom) {
    return Stream.of("maven.compiler.release", "java.version", "maven.compiler.target")
        .map(property -> pom.text("properties", property))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .map(JavaVersion::of)
        .orElse("");
  }

  private static Optional<Build> standalone(PomXml pom) {
    return shaded(pom)
        .or(() -> assembled(pom))
        .or(() -> pom.plugin("spring-boot-maven-plugin").map(plugin -> finalName(pom) + ".jar"))
        .or(() -> pom.plugin("quarkus-maven-plugin").map(plugin -> "quarkus-app/quarkus-run.jar"))
        .filter(jar -> JAR.matcher(jar.replace("quarkus-app/", "")).matches())
        .map(jar -> new Build(List.of(), List.of("java", "-jar", "target/" + jar)));
  }

  private static Optional<String> shaded(PomXml pom) {
    return pom.plugin("maven-shade-plugin")
        .map(
            plugin -> {
              String classifier = or(pom.within(plugin, "shadedClassifierName"), "shaded");
              boolean attached = pom.within(plugin, "shadedArtifactAttached").equals("true");
              String own = pom.within(plugin, "finalName");
              String name = or(own, finalName(pom));
              return name + (attached && own.isEmpty() ? "-" + classifier : "") + ".jar";
            });
  }

  private static Optional<String> assembled(PomXml pom) {
    return pom.plugin("maven-assembly-plugin")
        .filter(plugin -> pom.mentions(plugin, "descriptorRef", "jar-with-dependencies"))
        .map(
            plugin -> {
              boolean plain = pom.within(plugin, "appendAssemblyId").equals("false");
              String name = or(pom.within(plugin, "finalName"), finalName(pom));
              return name + (plain ? "" : "-jar-with-dependencies") + ".jar";
            });
  }

  private static Optional<Build> classPath(Folder folder, PomXml pom) {
    Optional<String> configured =
        Stream.of("maven-jar-plugin", "exec-maven-plugin")
            .flatMap(plugin -> pom.plugin(plugin).stream())
            .map((Element plugin) -> pom.within(plugin, "mainClass"))
            .filter(name -> !name.isEmpty())
            .findFirst();
    return configured
        .or(() -> MainClass.only(folder))
        .filter(MainClass::isValid)
        .map(
            name ->
                new Build(
                    List.of(
                        "org.apache.maven.plugins:maven-dependency-plugin:3.10.0:copy-dependencies",
                        "-DincludeScope=runtime",
                        "-DoutputDirectory=target/dependencies"),
                    List.of("java", "-cp", "target/classes:target/dependencies/*", name)));
  }

  private static String finalName(PomXml pom) {
    return or(pom.text("build", "finalName"), pom.text("artifactId") + "-" + pom.version());
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private record Build(List<String> goals, List<String> start) {}
}
