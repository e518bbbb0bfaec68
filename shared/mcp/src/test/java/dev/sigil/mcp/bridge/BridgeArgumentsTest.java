package dev.sigil.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeArgumentsTest {
  @Test
  void parse_defaults_takePortFromTheEnvironment() {
    assertThat(parse(Map.of("PORT", "9000"), "-- node server.js --port 1"))
        .isEqualTo(
            new BridgeArguments.Serve(
                new BridgeOptions(
                    "127.0.0.1",
                    9000,
                    "/mcp",
                    64,
                    1,
                    Duration.ofMinutes(15),
                    4 * 1024 * 1024,
                    16 * 1024 * 1024,
                    List.of(),
                    List.of("node", "server.js", "--port", "1"))));
  }

  @Test
  void parse_everyOption_isTaken() {
    assertThat(
            parse(
                Map.of(),
                "--port 1 --host ::1 --path /x --max-sessions 2 --spares 0 --idle 90s --max-body 3"
                    + " --max-line 4 --allow-origin https://a --allow-origin https://b -- c"))
        .isEqualTo(
            new BridgeArguments.Serve(
                new BridgeOptions(
                    "::1",
                    1,
                    "/x",
                    2,
                    0,
                    Duration.ofSeconds(90),
                    3,
                    4,
                    List.of("https://a", "https://b"),
                    List.of("c"))));
  }

  @Test
  void parse_help_isHelp() {
    assertThat(parse(Map.of(), "--help")).isInstanceOf(BridgeArguments.Help.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port 1",
        "--",
        "--port",
        "--port x -- c",
        "--port 70000 -- c",
        "--max-sessions 0 -- c",
        "--spares 2 -- c",
        "--idle 5 -- c",
        "--idle 0s -- c",
        "--path mcp -- c",
        "--path /health -- c",
        "--nonsense 1 -- c",
        "node server.js"
      })
  void parse_wrong_saysWhy(String line) {
    assertThat(parse(Map.of(), line))
        .isInstanceOfSatisfying(
            BridgeArguments.Wrong.class, wrong -> assertThat(wrong.message()).isNotBlank());
  }

  private static BridgeArguments parse(Map<String, String> environment, String line) {
    return BridgeArguments.parse(line.split(" "), environment);
  }
}
