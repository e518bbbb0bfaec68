package dev.sigil.gcp.secret;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.secretmanager.v1.Secret;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretVersion;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.gcp.Failures;
import dev.sigil.gcp.GcpClients;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.Lazy;
import dev.sigil.gcp.Names;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/**
 * Each secret is one of Secret Manager, labelled with its deployment. A value becomes its newest
 * version, and those before are destroyed. A secret counts as set once {@link Stamp} says so, after
 * its value was stored: one that a crash left without a value is not listed.
 */
public final class SecretManagerVault implements SecretVault, AutoCloseable {
  private final SecretCalls calls;
  private final InstantSource clock;

  private SecretManagerVault(SecretCalls calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
  }

  /** Opens the vault without calling Secret Manager. */
  public static SecretManagerVault open(GcpClients clients, GcpConfig config, InstantSource clock) {
    Lazy<SecretManagerServiceClient> client = new Lazy<>(() -> SecretCalls.connect(clients));
    return new SecretManagerVault(new SecretCalls(client, config.home().project()), clock);
  }

  @Override
  public void put(DeploymentId deployment, SecretName name, String value) {
    byte[] bytes = SecretVault.encode(value);
    translate(
        () -> {
          String secret = calls.name(Names.secret(deployment, name));
          if (!exists(secret)) {
            create(deployment, name);
          }
          SecretVersion version = calls.add(secret, bytes);
          stamp(secret, new Stamp(SecretCalls.number(version), clock.instant()));
          if (SecretCalls.number(version) > 1) {
            calls.destroyOld(version);
          }
          return true;
        });
  }

  @Override
  public List<Entry> list(DeploymentId deployment) {
    String prefix = calls.name(Names.secretPrefix(deployment));
    return translate(
        () ->
            calls.list(deployment).stream()
                .flatMap(
                    secret ->
                        Stamp.of(secret).stream()
                            .map(
                                stamp ->
                                    new Entry(
                                        new SecretName(secret.getName().substring(prefix.length())),
                                        stamp.at())))
                .sorted(Comparator.comparing(entry -> entry.name().value()))
                .toList());
  }

  @Override
  public boolean remove(DeploymentId deployment, SecretName name) {
    return translate(() -> delete(calls.name(Names.secret(deployment, name))));
  }

  @Override
  public void removeAll(DeploymentId deployment) {
    translate(
        () -> {
          calls.list(deployment).forEach(secret -> delete(secret.getName()));
          return true;
        });
  }

  @Override
  public void close() {
    calls.clients().close();
  }

  private boolean exists(String secret) {
    try {
      calls.client().getSecret(secret);
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private void create(DeploymentId deployment, SecretName name) {
    if (calls.list(deployment).size() >= MAX_SECRETS) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "A server has at most " + MAX_SECRETS + " secrets.");
    }
    try {
      calls.create(deployment, Names.secret(deployment, name));
    } catch (AlreadyExistsException e) {
      // Another call made it meanwhile; both values become versions of it.
      return;
    }
  }

  private boolean delete(String secret) {
    try {
      calls.client().deleteSecret(secret);
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  /* The newest version's stamp stays, whichever of two calls ends last. */
  private void stamp(String name, Stamp stamp) {
    Secret secret = calls.client().getSecret(name);
    while (Stamp.of(secret).filter(last -> last.version() >= stamp.version()).isEmpty()) {
      if (calls.update(stamp.on(secret))) {
        return;
      }
      secret = calls.client().getSecret(name);
    }
  }

  private static <T> T translate(Supplier<T> call) {
    try {
      return call.get();
    } catch (ApiException e) {
      throw Failures.translate(e, "Secret Manager");
    }
  }
}
