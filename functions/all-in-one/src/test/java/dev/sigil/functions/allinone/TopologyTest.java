package dev.sigil.functions.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.event.EventFunction;
import dev.sigil.core.event.Topic;
import dev.sigil.core.json.Json;
import dev.sigil.core.platform.Indexes;
import dev.sigil.core.store.Expiry;
import dev.sigil.core.store.Index;
import dev.sigil.functions.buildtrigger.BuildTriggerConfig;
import dev.sigil.functions.buildtrigger.BuildTriggerFunction;
import dev.sigil.functions.deploycompletion.DeployCompletionConfig;
import dev.sigil.functions.deploycompletion.DeployCompletionFunction;
import dev.sigil.functions.scanjob.ScanJobConfig;
import dev.sigil.functions.scanjob.ScanJobFunction;
import dev.sigil.testkit.FakePlatform;
import dev.sigil.testkit.golden.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Writes down who is started by what and touches what, so that Terraform grants exactly that. */
final class TopologyTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path FILE = ROOT.resolve("terraform/topology.json");

  /* Cloud Build publishes the end of a build here, by this name in every project. */
  private static final String CLOUD_BUILDS = "cloud-builds";

  private static final Pattern STORED =
      Pattern.compile("\\b(?:documents|store|tx)\\s*\\.(?:get|put|create|delete)\\(\\s*([A-Z_]+),");
  private static final Pattern CONSTANT = Pattern.compile("String ([A-Z_]+) =\\s*\"([A-Za-z]+)\"");

  private final FakePlatform platform = new FakePlatform();
  private final Map<String, EventFunction> eventFunctions =
      Map.of(
          "build-trigger",
          BuildTriggerFunction.on(platform, BuildTriggerConfig.from(Map.of())),
          "deploy-completion",
          DeployCompletionFunction.on(platform, DeployCompletionConfig.from(Map.of())),
          "scan-job",
          ScanJobFunction.on(platform, ScanJobConfig.from(Map.of())));

  @Test
  void topology_isWhatTerraformReads() throws IOException {
    ObjectNode topology = Json.object();
    topology.set("functions", functions());
    topology.set("topics", topics());
    topology.putObject("foreignTopics").putObject(CLOUD_BUILDS).put("consumer", buildsEndAt());
    topology.set("collections", collections());
    Indexes.ALL.stream()
        .sorted(Comparator.comparing(Index::name))
        .forEach(topology.putArray("indexes")::addPOJO);

    new GoldenFile(FILE, "functions/all-in-one").check(Json.pretty(topology) + "\n");
  }

  @Test
  void functions_areReachedByEveryWayThatAppliesToTheirKind() throws IOException {
    Map<String, FunctionCode> codes = codes();

    assertThat(codes)
        .allSatisfy(
            (name, code) ->
                assertThat(code.kind().equals("event"))
                    .isEqualTo(eventFunctions.containsKey(name)));
    assertThat(FrontDoor.ROUTES).extracting(FrontDoor.Route::function).isSubsetOf(codes.keySet());
  }

  private ObjectNode functions() throws IOException {
    ObjectNode functions = Json.object();
    codes().forEach((name, code) -> functions.set(name, function(name, code)));
    return functions;
  }

  private ObjectNode function(String name, FunctionCode code) {
    ObjectNode function = Json.object();
    function.put("kind", code.kind());
    function.put("entryPoint", code.entryPoint());
    EventFunction consumer = eventFunctions.get(name);
    if (consumer == null) {
      array(function, "routes", routes(name));
    } else {
      array(function, "subscribes", sortedIds(consumer.topics()));
    }
    array(function, "publishes", sortedIds(code.publishes()));
    array(function, "ports", code.ports());
    return function;
  }

  /** The code of each function by its name, which is that of its folder. */
  private static NavigableMap<String, FunctionCode> codes() throws IOException {
    NavigableMap<String, FunctionCode> codes = new TreeMap<>();
    try (Stream<Path> folders = Files.list(ROOT.resolve("functions"))) {
      for (Path folder : folders.filter(TopologyTest::isDeployed).toList()) {
        codes.put(folder.getFileName().toString(), FunctionCode.in(packageOf(folder)));
      }
    }
    return codes;
  }

  private static boolean isDeployed(Path folder) {
    return Files.isDirectory(folder.resolve("src/main"))
        && !folder.getFileName().toString().equals("all-in-one");
  }

  private static String packageOf(Path folder) throws IOException {
    Path sources = folder.resolve("src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      Path top =
          files
              .filter(file -> file.endsWith("package-info.java"))
              .min(Comparator.comparingInt(Path::getNameCount))
              .orElseThrow();
      return sources.relativize(top.getParent()).toString().replace('/', '.');
    }
  }

  private static Collection<String> routes(String function) {
    return FrontDoor.ROUTES.stream()
        .filter(route -> route.function().equals(function))
        .map(FrontDoor.Route::prefix)
        .toList();
  }

  private static ObjectNode topics() {
    ObjectNode topics = Json.object();
    Arrays.stream(Topic.values())
        .sorted(Comparator.comparing(Topic::id))
        .forEach(
            topic -> {
              ObjectNode node = topics.putObject(topic.id());
              topic.period().ifPresent(period -> node.put("schedule", cron(period)));
            });
    return topics;
  }

  private static String cron(Duration period) {
    return period.toMinutes() == 1 ? "* * * * *" : "*/" + period.toMinutes() + " * * * *";
  }

  private String buildsEndAt() {
    return eventFunctions.entrySet().stream()
        .filter(entry -> entry.getValue().topics().contains(Topic.BUILD_FINISHED))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /* What one machine keeps for itself is no collection of Google Cloud's. */
  private static ObjectNode collections() throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    Indexes.ALL.forEach(index -> names.add(index.collection()));
    for (String folder : new String[] {"shared", "functions"}) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        for (Path file : files.filter(TopologyTest::isSourceOnGoogleCloud).toList()) {
          names.addAll(collectionsOf(Files.readString(file)));
        }
      }
    }
    ObjectNode collections = Json.object();
    for (String name : names) {
      ObjectNode collection = collections.putObject(name);
      if (Expiry.COLLECTIONS.contains(name)) {
        collection.put("expires", Expiry.FIELD);
      }
    }
    return collections;
  }

  /* Constants that stand first in a call of the store. */
  private static List<String> collectionsOf(String source) {
    Set<String> stored =
        STORED.matcher(source).results().map(call -> call.group(1)).collect(Collectors.toSet());
    return CONSTANT
        .matcher(source)
        .results()
        .filter(constant -> stored.contains(constant.group(1)))
        .map(constant -> constant.group(2))
        .toList();
  }

  private static boolean isSourceOnGoogleCloud(Path file) {
    String path = file.toString();
    return path.endsWith(".java")
        && path.contains("/src/main/")
        && !path.contains("/shared/embedded/");
  }

  private static NavigableSet<String> sortedIds(Collection<Topic> topics) {
    NavigableSet<String> ids = new TreeSet<>();
    topics.forEach(topic -> ids.add(topic.id()));
    return ids;
  }

  private static void array(ObjectNode node, String name, Collection<String> values) {
    values.forEach(node.putArray(name)::add);
  }
}
