package dev.sigil.gcp.runtime;

import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.EnvVarSource;
import com.google.cloud.run.v2.SecretKeySelector;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Lets a server's account read the server's own secrets, one by one. Thread-safe. */
final class SecretAccess {
  private static final String ACCESSOR = "roles/secretmanager.secretAccessor";
  private static final String LATEST = "latest";
  private static final int RACES = 5;

  private final Supplier<SecretManagerServiceClient> secrets;
  private final SecretVault vault;
  private final String project;

  /**
   * Access to the secrets of a vault.
   *
   * @param project where the vault keeps them
   */
  SecretAccess(Supplier<SecretManagerServiceClient> secrets, SecretVault vault, String project) {
    this.secrets = secrets;
    this.vault = vault;
    this.project = project;
  }

  /** The secrets that a deployment has. */
  List<SecretName> names(DeploymentId deployment) {
    return vault.list(deployment).stream().map(SecretVault.Entry::name).toList();
  }

  /**
   * Grants the account access to all secrets of a deployment, its own or the one that it previews,
   * and names them as variables: each instance reads what is the latest version when it starts.
   */
  List<EnvVar> grant(DeploymentId deployment, Cell cell, String email) {
    List<EnvVar> variables = new ArrayList<>();
    for (SecretName name : names(deployment)) {
      String secret = resource(deployment, name);
      if (hasValue(secret)) {
        setAccess(secret, email, true);
        variables.add(variable(name, reference(deployment, name, cell)));
      }
    }
    return variables;
  }

  /** Takes the account's access back, before the account goes. */
  void revoke(DeploymentId deployment, String email) {
    for (SecretName name : names(deployment)) {
      if (hasValue(resource(deployment, name))) {
        setAccess(resource(deployment, name), email, false);
      }
    }
  }

  private boolean hasValue(String secret) {
    try {
      SecretVersion version = secrets.get().getSecretVersion(secret + "/versions/" + LATEST);
      return version.getState() == SecretVersion.State.ENABLED;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private void setAccess(String secret, String email, boolean wanted) {
    String member = ServerAccounts.member(email);
    changePolicy(
        secret,
        policy -> {
          Map<Boolean, List<Binding>> bindings =
              policy.getBindingsList().stream()
                  .collect(Collectors.partitioningBy(b -> b.getRole().equals(ACCESSOR)));
          Set<String> members = new TreeSet<>();
          Objects.requireNonNull(bindings.get(true))
              .forEach(binding -> members.addAll(binding.getMembersList()));
          boolean same = wanted ? !members.add(member) : !members.remove(member);
          if (same) {
            return policy;
          }
          Policy.Builder changed =
              policy.toBuilder()
                  .clearBindings()
                  .addAllBindings(Objects.requireNonNull(bindings.get(false)));
          if (!members.isEmpty()) {
            changed.addBindings(Binding.newBuilder().setRole(ACCESSOR).addAllMembers(members));
          }
          return changed.build();
        });
  }

  private void changePolicy(String secret, Function<Policy, Policy> change) {
    for (int race = 1; ; race++) {
      Policy before =
          secrets.get().getIamPolicy(GetIamPolicyRequest.newBuilder().setResource(secret).build());
      Policy after = change.apply(before);
      if (after.equals(before)) {
        return;
      }
      try {
        secrets
            .get()
            .setIamPolicy(
                SetIamPolicyRequest.newBuilder().setResource(secret).setPolicy(after).build());
        return;
      } catch (AbortedException e) {
        if (race == RACES) {
          throw e;
        }
      }
    }
  }

  private static EnvVar variable(SecretName name, String secret) {
    return EnvVar.newBuilder()
        .setName(name.value())
        .setValueSource(
            EnvVarSource.newBuilder()
                .setSecretKeyRef(
                    SecretKeySelector.newBuilder().setSecret(secret).setVersion(LATEST)))
        .build();
  }

  private String reference(DeploymentId deployment, SecretName name, Cell cell) {
    return cell.project().equals(project)
        ? Names.secret(deployment, name)
        : resource(deployment, name);
  }

  private String resource(DeploymentId deployment, SecretName name) {
    return "projects/" + project + "/secrets/" + Names.secret(deployment, name);
  }
}
