package dev.sigil.functions.gateway;

import dev.sigil.core.Environment;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the gateway reads from the environment.
 *
 * @param origins which browser pages may call
 * @param sessionKey seals session ids; made at start when none is set, and then sessions end with
 *     the process
 * @param trustForwarded whether {@code X-Forwarded-*} of the peer is believed and extended, because
 *     the peer is a proxy of ours
 * @param maxBody longest request body, in bytes
 * @param cacheTime how long a route, a key and their absence are remembered: a change is seen by
 *     every request that begins this much later
 * @param headTimeout from the first byte of a request's head to its last
 * @param bodyTimeout from the end of the head to the last byte of the body
 * @param connectTimeout for a connection to an instance
 * @param responseTimeout until an instance's first byte, its wake included
 * @param idleTimeout of a response body that is no event stream, and of a client that stops reading
 * @param keepAlive silence in an event stream after which a comment is sent
 * @param maxCalls connections to one instance that serve POST and DELETE, per event loop
 * @param maxStreams connections to one instance that serve GET, per event loop
 */
public record GatewayConfig(
    String host,
    int port,
    int eventLoops,
    Origins origins,
    SecretKey sessionKey,
    boolean trustForwarded,
    int maxBody,
    Duration cacheTime,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration idleTimeout,
    Duration keepAlive,
    int maxCalls,
    int maxStreams) {
  /** Longest request line and longest header block, in bytes. */
  public static final int MAX_HEAD = 16 * 1024;

  private static final int SESSION_KEY_BYTES = 32;

  /**
   * Reads the variables.
   *
   * @throws dev.sigil.core.ConfigException naming every wrong one
   */
  public static GatewayConfig from(Map<String, String> variables, RandomGenerator random) {
    Environment environment = new Environment(variables);
    byte[] fresh = new byte[SESSION_KEY_BYTES];
    random.nextBytes(fresh);
    GatewayConfig config =
        new GatewayConfig(
            environment.text("SIGIL_GATEWAY_HOST", "127.0.0.1"),
            environment.integer("SIGIL_GATEWAY_PORT", 8080, 0, 65_535),
            environment.integer("SIGIL_GATEWAY_EVENT_LOOPS", 2, 1, 64),
            environment.value(
                "SIGIL_GATEWAY_ORIGINS",
                Origins.parse("loopback"),
                Origins::parse,
                "`*`, or a list of origins and `loopback`, separated by commas"),
            environment.value(
                "SIGIL_GATEWAY_SESSION_KEY",
                new SecretKeySpec(fresh, "AES"),
                GatewayConfig::key,
                SESSION_KEY_BYTES + " bytes in base 64"),
            environment.value(
                "SIGIL_GATEWAY_TRUST_FORWARDED", false, GatewayConfig::flag, "true or false"),
            environment.integer("SIGIL_GATEWAY_MAX_BODY", 8 << 20, 1024, 1 << 30),
            environment.duration("SIGIL_GATEWAY_CACHE_TIME", Duration.ofSeconds(3)),
            environment.duration("SIGIL_GATEWAY_HEAD_TIMEOUT", Duration.ofSeconds(10)),
            environment.duration("SIGIL_GATEWAY_BODY_TIMEOUT", Duration.ofSeconds(60)),
            environment.duration("SIGIL_GATEWAY_CONNECT_TIMEOUT", Duration.ofSeconds(5)),
            environment.duration("SIGIL_GATEWAY_RESPONSE_TIMEOUT", Duration.ofMinutes(5)),
            environment.duration("SIGIL_GATEWAY_IDLE_TIMEOUT", Duration.ofSeconds(60)),
            environment.duration("SIGIL_GATEWAY_KEEP_ALIVE", Duration.ofSeconds(15)),
            environment.integer("SIGIL_GATEWAY_MAX_CALLS", 256, 1, 65_535),
            environment.integer("SIGIL_GATEWAY_MAX_STREAMS", 1024, 1, 65_535));
    environment.check();
    return config;
  }

  private static SecretKeySpec key(String text) {
    byte[] key = Base64.getDecoder().decode(text);
    if (key.length != SESSION_KEY_BYTES) {
      throw new IllegalArgumentException("wrong length");
    }
    return new SecretKeySpec(key, "AES");
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }
}
