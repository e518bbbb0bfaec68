package dev.sigil.functions.allinone;

import dev.sigil.core.Environment;
import java.util.Map;

/**
 * What the platform in one process adds to the settings of its functions.
 *
 * @param host the address to listen on; 127.0.0.1 unless somebody else guards the port
 * @param publicUrl where clients reach the platform, without a trailing slash
 */
public record AllInOneConfig(String host, int port, String publicUrl) {
  /** The one workspace of a platform on one machine. */
  public static final String WORKSPACE = "local";

  /**
   * Reads the environment.
   *
   * @throws dev.sigil.core.ConfigException naming every problem
   */
  public static AllInOneConfig from(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    String host = environment.text("SIGIL_HOST", "127.0.0.1");
    int port = environment.integer("SIGIL_PORT", 8080, 1, 65_535);
    String url = environment.text("SIGIL_PUBLIC_URL", "http://" + host + ":" + port);
    environment.check();
    return new AllInOneConfig(host, port, url.replaceAll("/+$", ""));
  }
}
