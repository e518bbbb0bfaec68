package dev.sigil.embedded.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.deploy.ServerStatus.State;
import dev.sigil.core.gateway.InstanceRouter.Lease;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.json.Json;
import dev.sigil.core.secret.SecretName;
import dev.sigil.embedded.log.LogBudget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that nobody would want: what they reach, what they use, and what is left of them. */
class HostileServerTest {
  private static final DeploymentId SERVER = new DeploymentId("server0001");
  private static final DeploymentId NEIGHBOUR = new DeploymentId("server0002");

  private Path directory;
  private ProcessFixture fixture;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    fixture = new ProcessFixture(temporary, true);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void files_ofPlatformAndNeighbours_areNotThere() throws IOException {
    assumeBubblewrap();
    serve(NEIGHBOUR, fixture.programs.answering("'neighbour'"));
    Path secret = Files.writeString(directory.resolve("platform.key"), "key");
    List<String> hidden =
        Stream.of(
                secret,
                fixture.data.resolve("instances"),
                fixture.data.resolve("data").resolve(NEIGHBOUR.value()),
                Path.of(System.getProperty("user.home"), ".m2"),
                Path.of("").toAbsolutePath(),
                Path.of("/etc/shadow"),
                Path.of("/sys/fs/cgroup"))
            .map(Path::toString)
            .toList();
    serve(
        SERVER,
        fixture.programs.answering(
            "json.dumps([p for p in json.loads('''"
                + Json.write(hidden)
                + "''') if os.path.exists(p)])"));

    assertThat(fixture.get(SERVER)).isEqualTo("[]");
  }

  @Test
  void processes_ofOthers_areNotSeen() {
    assumeBubblewrap();
    serve(
        SERVER,
        fixture.programs.answering("str(len([p for p in os.listdir('/proc') if p.isdigit()]))"));

    assertThat(Integer.parseInt(fixture.get(SERVER))).isLessThanOrEqualTo(3);
  }

  @Test
  void privileges_inside_areNone() {
    assumeBubblewrap();
    serve(
        SERVER,
        fixture.programs.answering(
            "str(os.getuid()) + ' ' + [l for l in open('/proc/self/status') if 'CapEff' in l][0].split()[1]"));

    assertThat(fixture.get(SERVER)).isEqualTo("1000 0000000000000000");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void environment_isScrubbed(boolean bubblewrap) {
    reopen(bubblewrap);
    fixture.environment.put("GREETING", "hello");
    fixture.secrets.put(new SecretName("API_TOKEN"), "s3cret-value");
    serve(SERVER, fixture.programs.answering("json.dumps(dict(os.environ))"));

    JsonNode seen = Json.parse(fixture.get(SERVER));
    Set<String> names = new HashSet<>();
    seen.fieldNames().forEachRemaining(names::add);
    names.removeAll(Set.of("PWD", "SHLVL", "_", "LC_CTYPE", "OLDPWD", "SIGIL_RUNTIME"));
    assertThat(names)
        .containsExactlyInAnyOrder(
            "API_TOKEN",
            "GREETING",
            "HOME",
            "HOST",
            "LANG",
            "PATH",
            "PORT",
            "SIGIL_DATA_DIR",
            "TMPDIR");
    assertThat(seen.path("API_TOKEN").asText()).isEqualTo("s3cret-value");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void files_besideTheProgram_areWritableAndForgotten_dataIsKept(boolean bubblewrap)
      throws IOException {
    reopen(bubblewrap);
    Artifact artifact =
        fixture.programs.answering(
            "(lambda *paths: ' '.join(grown(path) for path in paths))"
                + "('beside.txt', os.environ['SIGIL_DATA_DIR'] + '/kept.txt')");
    serve(SERVER, artifact);
    assertThat(fixture.get(SERVER)).isEqualTo("x x");
    assertThat(fixture.get(SERVER)).isEqualTo("xx xx");

    fixture.runtime().restart(SERVER);

    assertThat(fixture.get(SERVER)).isEqualTo("x xxx");
    Path tree = directory.resolve("artifacts");
    try (Stream<Path> files = Files.walk(tree)) {
      assertThat(files).noneMatch(file -> file.endsWith("beside.txt"));
    }
  }

  @Test
  void port_heldByAnotherProgram_isNotTakenForTheServer()
      throws IOException, InterruptedException, ExecutionException {
    ServerSpec silent =
        spec(
            SERVER,
            fixture.programs.python(
                """
                import os, time
                open(os.environ['SIGIL_DATA_DIR'] + '/port', 'w').write(os.environ['PORT'])
                time.sleep(600)
                """));
    Path port = fixture.data.resolve("data").resolve(SERVER.value()).resolve("port");
    try (ServerSocket squatter = new ServerSocket();
        ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> squatting =
          other.submit(
              () -> {
                await().pollInterval(Duration.ofMillis(5)).until(() -> readable(port));
                int number = Integer.parseInt(Files.readString(port));
                squatter.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
                return true;
              });

      SigilException failure =
          catchThrowableOfType(SigilException.class, () -> fixture.runtime().create(silent));

      assertThat(squatting.get()).isTrue();
      assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
    }
  }

  private static boolean readable(Path port) throws IOException {
    return Files.exists(port) && !Files.readString(port).isEmpty();
  }

  @Test
  void output_flood_isBoundedAndTheServerServes() {
    serve(
        SERVER,
        fixture.programs.python(
            "import threading\n"
                + "def flood():\n"
                + "    while True: print('x' * 2000)\n"
                + "threading.Thread(target=flood, daemon=True).start()\n"
                + Programs.SERVER.formatted("'alive'")));

    assertThat(fixture.get(SERVER)).isEqualTo("alive");
    await().until(() -> fixture.logs.lines().size() >= LogBudget.BURST_LINES);
    assertThat(fixture.logs.lines().size()).isLessThan(2 * LogBudget.BURST_LINES);
  }

  @Test
  void output_secret_isNotLogged() {
    fixture.secrets.put(new SecretName("API_TOKEN"), "s3cret-value");
    serve(
        SERVER,
        fixture.programs.python(
            "import os\nprint('token=' + os.environ['API_TOKEN'], flush=True)\n"
                + Programs.SERVER.formatted("''")));

    await().until(() -> fixture.logs.lines().contains("stdout: token=[API_TOKEN]"));
    assertThat(fixture.logs.lines()).noneMatch(line -> line.contains("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stop_serverThatIgnoresIt_isKilledWithAllItStarted(boolean bubblewrap) {
    reopen(bubblewrap);
    String token = "31" + (System.nanoTime() % 1_000_000_000L);
    serve(
        SERVER,
        fixture.programs.python(
            "import signal, subprocess\n"
                + "for s in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(s, signal.SIG_IGN)\n"
                + "subprocess.Popen(['sleep', '"
                + token
                + "'])\n"
                + "subprocess.Popen(['setsid', '-f', 'sleep', '"
                + token
                + "'])\n"
                + "subprocess.Popen(['sh', '-c', 'trap \"\" TERM; sleep "
                + token
                + " & wait'], start_new_session=True)\n"
                + Programs.SERVER.formatted("'up'")));
    await().until(() -> processes(token) >= 3);

    fixture.runtime().delete(SERVER);

    await().atMost(Duration.ofSeconds(3)).until(() -> processes(token) == 0);
    assertThat(fixture.data.resolve("instances")).isEmptyDirectory();
    assertThat(fixture.data.resolve("data")).isEmptyDirectory();
    assertThat(fixture.logs.lines()).isEmpty();
  }

  @Test
  void forkBomb_isBoundedAndEndsWithItsInstance() {
    assumeControlGroups();
    String token = "32" + (System.nanoTime() % 1_000_000_000L);
    ServerSpec bomb =
        spec(
            SERVER,
            fixture.programs.python(
                "import os, time\nname = '"
                    + token
                    + "'\n"
                    + "while True:\n    try: os.fork()\n    except OSError: time.sleep(0.05)\n"));

    SigilException failure =
        catchThrowableOfType(SigilException.class, () -> fixture.runtime().create(bomb));

    assertThat(failure.code()).isEqualTo(ErrorCode.HANDSHAKE_TIMEOUT);
    assertThat(fixture.data.resolve("instances")).isEmptyDirectory();
    serve(NEIGHBOUR, fixture.programs.answering("'well'"));
    assertThat(fixture.get(NEIGHBOUR)).isEqualTo("well");
  }

  @Test
  void memoryHog_isEndedAndTold() {
    assumeControlGroups();
    fixture.close();
    fixture = new ProcessFixture(directory, true, RuntimeSettings.DEFAULT);
    ServerSpec hog =
        spec(SERVER, fixture.programs.python("a = []\nwhile True: a.append(bytearray(1 << 24))\n"));

    SigilException failure =
        catchThrowableOfType(SigilException.class, () -> fixture.runtime().create(hog));

    assertThat(failure.code()).isEqualTo(ErrorCode.START_FAILED);
    assertThat(failure).hasMessageContaining("512 MiB of memory");
  }

  @Test
  void environment_tooLarge_isRefusedPlainly() {
    fixture.environment.put("HUGE", "x".repeat(200_000));

    SigilException failure =
        catchThrowableOfType(
            SigilException.class,
            () -> fixture.runtime().create(spec(SERVER, fixture.programs.answering("''"))));

    assertThat(failure.code()).isEqualTo(ErrorCode.START_FAILED);
    assertThat(failure).hasMessageContaining("HUGE exceeds 128 KiB");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void environment_large_reachesTheServer(boolean bubblewrap) {
    reopen(bubblewrap);
    for (int i = 0; i < 8; i++) {
      fixture.environment.put("LARGE_" + i, "x".repeat(100_000));
    }
    serve(
        SERVER,
        fixture.programs.answering("str(sum(len(v) for v in os.environ.values()) > 800000)"));

    assertThat(fixture.get(SERVER)).isEqualTo("True");
  }

  @Test
  void crash_whileServing_isStartedAgainAndTold() {
    serve(
        SERVER, fixture.programs.answering("os._exit(3) if self.path.endswith('crash') else 'up'"));
    try (Lease lease = fixture.lease(SERVER)) {
      assertThat(
              catchThrowableOfType(
                  RuntimeException.class, () -> fixture.get(lease.endpoint().resolve("/crash"))))
          .isNotNull();
    }

    await()
        .until(
            () ->
                "exit code 3".equals(fixture.runtime().describe(SERVER).orElseThrow().lastExit()));
    assertThat(fixture.get(SERVER)).isEqualTo("up");
    assertThat(fixture.runtime().describe(SERVER).orElseThrow().state()).isEqualTo(State.RUNNING);
  }

  private void serve(DeploymentId deployment, Artifact artifact) {
    fixture.serve(spec(deployment, artifact));
  }

  private ServerSpec spec(DeploymentId deployment, Artifact artifact) {
    return fixture.spec(deployment, 1, Scaling.DEFAULT, artifact);
  }

  private void reopen(boolean bubblewrap) {
    fixture.close();
    fixture = new ProcessFixture(directory, bubblewrap);
  }

  private static long processes(String token) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains("sleep " + token))
        .count();
  }

  private void assumeBubblewrap() {
    assumeTrue(fixture.runtime().isolation().startsWith("bubblewrap"), "needs bubblewrap");
  }

  private void assumeControlGroups() {
    assumeTrue(fixture.runtime().isolation().endsWith("+cgroup"), "needs control groups");
  }
}
