package dev.sigil.core.registry;

import dev.sigil.core.Environment;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Repository;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which name and address a server is published.
 *
 * @param publicUrl where the gateway is reached from outside, without a slash at the end
 * @param namespace of servers without one of their own. On one machine it is the workspace's name,
 *     {@code local}; elsewhere a domain in reverse, such as {@code dev.sigil}
 */
public record RegistryNames(String publicUrl, String namespace) {
  private static final Pattern GITHUB =
      Pattern.compile(
          "(?:https?://|ssh://git@)github\\.com/([A-Za-z0-9][A-Za-z0-9-]*)/.+",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NAMESPACE =
      Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9.-]{0,60}[a-zA-Z0-9])?");

  /** Reads {@code SIGIL_PUBLIC_URL} and {@code SIGIL_REGISTRY_NAMESPACE}. */
  public static RegistryNames from(Environment environment) {
    String url = environment.text("SIGIL_PUBLIC_URL", "http://localhost:8080");
    String namespace = environment.text("SIGIL_REGISTRY_NAMESPACE", "local");
    if (!isHttpUrl(url)) {
      environment.refuse("SIGIL_PUBLIC_URL must be an http or https URL");
    }
    if (!NAMESPACE.matcher(namespace).matches()) {
      environment.refuse("SIGIL_REGISTRY_NAMESPACE must be letters, digits, dots and hyphens");
    }
    return new RegistryNames(url, namespace);
  }

  public RegistryNames {
    publicUrl = publicUrl.replaceAll("/+$", "");
  }

  /**
   * The registry name. {@code io.github.<owner>} belongs to that owner's workspace, so that nobody
   * takes a stranger's name by deploying the stranger's repository; the operator's own workspace,
   * named like the namespace, is trusted with every owner.
   */
  public String nameOf(Deployment deployment) {
    String space =
        githubOwner(deployment.repository())
            .filter(owner -> mayUse(deployment.workspace(), owner))
            .map(owner -> "io.github." + owner)
            .orElseGet(() -> ownSpace(deployment.workspace()));
    return space + "/" + deployment.name();
  }

  /** Where clients reach the server, through the gateway. */
  public String endpointOf(Deployment deployment) {
    return publicUrl + "/" + deployment.workspace() + "/" + deployment.name() + "/mcp";
  }

  private boolean mayUse(WorkspaceId workspace, String owner) {
    return isOperator(workspace) || workspace.value().equalsIgnoreCase(owner);
  }

  private boolean isOperator(WorkspaceId workspace) {
    return workspace.value().equals(namespace);
  }

  private String ownSpace(WorkspaceId workspace) {
    return isOperator(workspace) ? namespace : namespace + "." + workspace;
  }

  private static Optional<String> githubOwner(Repository repository) {
    Matcher matcher = GITHUB.matcher(repository.url());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static boolean isHttpUrl(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
