package dev.sigil.gcp.runtime;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.iam.admin.v1.CreateServiceAccountRequest;
import com.google.iam.admin.v1.DeleteServiceAccountRequest;
import com.google.iam.admin.v1.ServiceAccount;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.Names;
import java.util.function.Supplier;

/** The account that each server runs as, with no rights but those to its secrets. Thread-safe. */
final class ServerAccounts {
  private final Supplier<IAMClient> iam;

  ServerAccounts(Supplier<IAMClient> iam) {
    this.iam = iam;
  }

  /**
   * The e-mail of the deployment's account, which exists then; other services may take a minute to
   * see it.
   */
  String ensure(DeploymentId deployment, Cell cell) {
    CreateServiceAccountRequest request =
        CreateServiceAccountRequest.newBuilder()
            .setName("projects/" + cell.project())
            .setAccountId(Names.account(deployment))
            .setServiceAccount(
                ServiceAccount.newBuilder()
                    .setDisplayName("Sigil server " + deployment)
                    .setDescription("Runs one hosted server; reads its secrets and nothing else."))
            .build();
    String email = email(deployment, cell);
    if (exists(name(email, cell))) {
      return email;
    }
    try {
      return iam.get().createServiceAccount(request).getEmail();
    } catch (AlreadyExistsException e) {
      return email;
    }
  }

  /** Does nothing when the account is gone. */
  void delete(DeploymentId deployment, Cell cell) {
    String email = email(deployment, cell);
    try {
      iam.get()
          .deleteServiceAccount(
              DeleteServiceAccountRequest.newBuilder().setName(name(email, cell)).build());
    } catch (NotFoundException e) {
      return;
    }
  }

  static String email(DeploymentId deployment, Cell cell) {
    return Names.accountEmail(deployment, cell.project());
  }

  /** How policies name the account. */
  static String member(String email) {
    return "serviceAccount:" + email;
  }

  private boolean exists(String name) {
    try {
      return !iam.get().getServiceAccount(name).getName().isEmpty();
    } catch (NotFoundException e) {
      return false;
    }
  }

  private static String name(String email, Cell cell) {
    return "projects/" + cell.project() + "/serviceAccounts/" + email;
  }
}
