package dev.sigil.embedded.secret;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.crypto.tink.Aead;
import dev.sigil.core.ConfigException;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.json.Json;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Index.Direction;
import dev.sigil.core.store.Query;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Secrets as sealed documents. A value is sealed for its deployment and name: copied elsewhere in
 * the store it does not open.
 */
public final class TinkSecretVault implements SecretVault {
  private static final String COLLECTION = "sealedSecrets";

  /** What the store must know. */
  public static final Index BY_DEPLOYMENT =
      new Index(
          "secretsByDeployment", COLLECTION, List.of("deployment"), "name", Direction.ASCENDING);

  private final DocumentStore store;
  private final Aead aead;
  private final InstantSource clock;

  private TinkSecretVault(DocumentStore store, Aead aead, InstantSource clock) {
    this.store = store;
    this.aead = aead;
    this.clock = clock;
  }

  /**
   * Opens the vault, creating its key when there is none.
   *
   * @throws ConfigException when others may read the key
   */
  public static TinkSecretVault open(DocumentStore store, Path keyFile, InstantSource clock) {
    return new TinkSecretVault(store, KeyFile.open(keyFile), clock);
  }

  @Override
  public void put(DeploymentId deployment, SecretName name, String value) {
    byte[] bytes = SecretVault.encode(value);
    List<Document> present = documents(deployment);
    boolean replaces = present.stream().anyMatch(found -> found.id().equals(id(deployment, name)));
    if (present.size() >= MAX_SECRETS && !replaces) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST, "A server has at most " + MAX_SECRETS + " secrets.");
    }
    ObjectNode body = Json.object();
    body.put("deployment", deployment.value());
    body.put("name", name.value());
    body.put("updatedAt", Json.text(clock.instant()));
    body.put("sealed", Base64.getEncoder().encodeToString(seal(deployment, name, bytes)));
    store.put(COLLECTION, id(deployment, name), body);
  }

  @Override
  public List<Entry> list(DeploymentId deployment) {
    return documents(deployment).stream()
        .map(
            document ->
                new Entry(
                    name(document), Instant.parse(document.body().path("updatedAt").asText())))
        .toList();
  }

  @Override
  public boolean remove(DeploymentId deployment, SecretName name) {
    return store.transact(
        tx -> {
          boolean present = tx.get(COLLECTION, id(deployment, name)).isPresent();
          tx.delete(COLLECTION, id(deployment, name));
          return present;
        });
  }

  @Override
  public void removeAll(DeploymentId deployment) {
    documents(deployment).forEach(document -> store.delete(COLLECTION, document.id()));
  }

  /**
   * The values, for the server they belong to and nobody else.
   *
   * @throws SigilException {@code SECRET_MISSING} when one does not open under this key
   */
  public Map<SecretName, String> open(DeploymentId deployment) {
    return documents(deployment).stream()
        .collect(
            Collectors.toMap(
                TinkSecretVault::name,
                document -> unseal(deployment, document),
                (first, second) -> second,
                () -> new TreeMap<>(Comparator.comparing(SecretName::value))));
  }

  private byte[] seal(DeploymentId deployment, SecretName name, byte[] value) {
    try {
      return aead.encrypt(value, purpose(deployment, name));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret could not be sealed", e);
    }
  }

  private String unseal(DeploymentId deployment, Document document) {
    SecretName name = name(document);
    try {
      byte[] sealed = Base64.getDecoder().decode(document.body().path("sealed").asText());
      return new String(aead.decrypt(sealed, purpose(deployment, name)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SigilException(
          ErrorCode.SECRET_MISSING,
          "The secret " + name + " was sealed with another key, or changed on disk.",
          e);
    }
  }

  private List<Document> documents(DeploymentId deployment) {
    return store.query(Query.of(BY_DEPLOYMENT, Query.MAX_LIMIT, null, deployment.value())).items();
  }

  private static SecretName name(Document document) {
    return new SecretName(document.body().path("name").asText());
  }

  private static String id(DeploymentId deployment, SecretName name) {
    return deployment.value() + "~" + name.value();
  }

  private static byte[] purpose(DeploymentId deployment, SecretName name) {
    return id(deployment, name).getBytes(StandardCharsets.UTF_8);
  }
}
