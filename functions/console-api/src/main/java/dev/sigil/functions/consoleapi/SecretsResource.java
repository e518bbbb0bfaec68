package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.store.Page;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sets and removes secrets; their values never leave. */
final class SecretsResource {
  private final SecretVault vault;

  SecretsResource(SecretVault vault) {
    this.vault = vault;
  }

  Response list(Tenant tenant, Request request) {
    return Response.page(new Page<>(vault.list(tenant.deployment(request).id()), null));
  }

  Response put(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    SecretName name = JsonBody.field("name", request.path("name"), SecretName::new);
    String value = request.json().only("value").text("value");
    if (value.getBytes(StandardCharsets.UTF_8).length > SecretVault.MAX_BYTES) {
      throw new InvalidFieldException("value", "A secret's value is at most 64 KiB.");
    }
    if (deployment.state() == Deployment.State.DELETING) {
      throw new SigilException(
          ErrorCode.CONFLICT, "The server " + deployment.name() + " is being deleted.");
    }
    if (deployment.preview() != null) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "A preview has no secrets of its own.",
          "It sees those of its server, unless its commits are from a fork; set them there.");
    }
    vault.put(deployment.id(), name, value);
    return done(tenant, "secret.set", deployment, name, "Set; it takes effect at a restart.");
  }

  Response remove(Tenant tenant, Request request) {
    Deployment deployment = tenant.deployment(request);
    SecretName name = JsonBody.field("name", request.path("name"), SecretName::new);
    if (!vault.remove(deployment.id(), name)) {
      throw new SigilException(
          ErrorCode.NOT_FOUND,
          "The server " + deployment.name() + " has no secret " + name + ".",
          "`sigil secrets list <server>` shows its names.");
    }
    return done(tenant, "secret.remove", deployment, name, "Removed.");
  }

  private static Response done(
      Tenant tenant, String action, Deployment deployment, SecretName name, String message) {
    tenant.changed(action, deployment.name().value(), Map.of("secret", name.value()));
    return Response.success(200, Map.of("name", name), message);
  }
}
