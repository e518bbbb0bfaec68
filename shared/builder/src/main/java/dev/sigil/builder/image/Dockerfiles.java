package dev.sigil.builder.image;

import dev.sigil.builder.manifest.Runtimes;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Renders plans as Dockerfiles, to be built with the repository's root as context. The image
 * listens on {@code PORT} (8080), runs as user {@value #USER}, and holds no secret and no variable
 * of the plan: the runtime sets those.
 *
 * <p>For a container plan, the Dockerfile adds to the image that the repository's own Dockerfile
 * builds; its reference is the build argument {@code SOURCE_IMAGE}.
 *
 * <p>Thread-safe.
 *
 * @param bridgeImage an image that holds the stdio bridge in {@code /opt/sigil}: {@code
 *     sigil-bridge.jar}, and a Java runtime in {@code jre}
 */
public record Dockerfiles(BaseImages images, String bridgeImage) {
  private static final String USER = "10001:10001";
  private static final String PORT = "8080";
  private static final Pattern FOLDER =
      Pattern.compile("([\\p{L}\\p{N}._@+/-]+( [\\p{L}\\p{N}._@+/-]+)*)?");
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]{0,300}");

  /** Dockerfile comments at the top of the file steer its parser; this keeps it ours. */
  private static final String HEAD = "# Made by Sigil from the build plan.";

  /* A TCP connection for servers whose paths are unknown; the bridge answers GET /health. */
  private static final List<String> CONNECTS =
      List.of("bash", "-c", "exec 3<>\"/dev/tcp/127.0.0.1/${PORT}\"");
  private static final List<String> BRIDGE_ANSWERS =
      List.of(
          "bash",
          "-c",
          "exec 3<>\"/dev/tcp/127.0.0.1/${PORT}\""
              + " && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && head -n1 <&3 | grep -q ' 200 '");

  public Dockerfiles {
    if (!IMAGE.matcher(bridgeImage).matches()) {
      throw new IllegalArgumentException("not an image reference: " + bridgeImage);
    }
  }

  /**
   * The Dockerfile of a plan: the same text for equal plans.
   *
   * @throws SigilException {@code SOURCE_UNSAFE} when the folder's name cannot stand in a
   *     Dockerfile
   */
  public String render(BuildPlan plan) {
    if (!FOLDER.matcher(plan.folder()).matches()) {
      throw new SigilException(
          ErrorCode.SOURCE_UNSAFE,
          "The folder's name holds characters other than letters, digits, spaces and . _ - + @.");
    }
    Instructions file = new Instructions().line(HEAD);
    if (plan.runtime() == Language.CONTAINER) {
      return container(file, plan).toString();
    }
    String version =
        plan.runtimeVersion().isEmpty()
            ? Runtimes.defaultVersion(plan.runtime())
            : plan.runtimeVersion();
    BaseImages.Row row = images.of(plan, version);
    build(file, plan, images.pinned(row.build()));
    run(file, plan, images.pinned(row.run()));
    return file.toString();
  }

  /* Manifests first: as long as they stay, the layers of their dependencies are reused. */
  private static void build(Instructions file, BuildPlan plan, String image) {
    file.line("FROM " + image + " AS build").line("WORKDIR " + folder(plan));
    if (plan.runtime() == Language.GO) {
      file.line("ENV CGO_ENABLED=0");
    }
    List<String> copied = new ArrayList<>();
    boolean all = false;
    for (BuildStep step : plan.steps()) {
      List<String> inputs = step.inputs().stream().filter(i -> !copied.contains(i)).toList();
      if (!all && step.inputs().isEmpty()) {
        file.line("COPY [\".\", \"/app/\"]");
        all = true;
      } else if (!all && !inputs.isEmpty()) {
        file.exec("COPY", sources(plan, inputs));
        copied.addAll(inputs);
      }
      file.exec("RUN", step.command());
    }
    if (!all) {
      file.line("COPY [\".\", \"/app/\"]");
    }
  }

  private static List<String> sources(BuildPlan plan, List<String> inputs) {
    String prefix = plan.folder().isEmpty() ? "" : plan.folder() + "/";
    List<String> words = new ArrayList<>(inputs.stream().map(input -> prefix + input).toList());
    words.add("./");
    return words;
  }

  private void run(Instructions file, BuildPlan plan, String image) {
    bridgeStage(file, plan);
    file.blank().line("FROM " + image);
    file.line("RUN [\"useradd\", \"--uid\", \"10001\", \"--create-home\", \"sigil\"]");
    Memory.environment(plan).forEach((name, value) -> file.line("ENV " + name + "=" + value));
    file.line("ENV PORT=" + PORT);
    if (plan.runtime() == Language.GO) {
      file.line("COPY --from=build [\"/etc/ssl/certs/ca-certificates.crt\", \"/etc/ssl/certs/\"]");
    }
    copyBridge(file, plan);
    file.line("WORKDIR " + folder(plan));
    file.line("COPY --from=build --chown=" + USER + " [\"/app\", \"/app\"]");
    file.line("USER " + USER).line("EXPOSE " + PORT);
    file.exec(
        "HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD",
        plan.needsBridge() ? BRIDGE_ANSWERS : CONNECTS);
    file.exec("ENTRYPOINT", entrypoint(plan));
  }

  private Instructions container(Instructions file, BuildPlan plan) {
    file.line("ARG SOURCE_IMAGE");
    bridgeStage(file, plan);
    file.blank().line("FROM ${SOURCE_IMAGE}").line("ENV PORT=" + PORT);
    if (plan.needsBridge()) {
      copyBridge(file, plan);
      file.line("EXPOSE " + PORT).exec("ENTRYPOINT", entrypoint(plan)).line("CMD []");
    }
    return file;
  }

  private void bridgeStage(Instructions file, BuildPlan plan) {
    if (plan.needsBridge()) {
      file.blank().line("FROM " + images.pinned(bridgeImage) + " AS bridge");
    }
  }

  private static void copyBridge(Instructions file, BuildPlan plan) {
    if (plan.needsBridge()) {
      file.line("COPY --from=bridge [\"/opt/sigil\", \"/opt/sigil\"]");
    }
  }

  private static List<String> entrypoint(BuildPlan plan) {
    List<String> words = new ArrayList<>();
    if (plan.needsBridge()) {
      words.addAll(
          List.of(
              "/opt/sigil/jre/bin/java",
              "-XX:+UseSerialGC",
              "-Xmx" + Memory.BRIDGE_HEAP_MIB + "m",
              "-jar",
              "/opt/sigil/sigil-bridge.jar",
              "--host",
              "0.0.0.0",
              "--path",
              plan.path(),
              "--"));
    }
    words.addAll(plan.start());
    return words;
  }

  private static String folder(BuildPlan plan) {
    return plan.folder().isEmpty() ? "/app" : "/app/" + plan.folder();
  }
}
