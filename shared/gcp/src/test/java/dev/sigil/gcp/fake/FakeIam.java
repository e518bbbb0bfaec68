package dev.sigil.gcp.fake;

import com.google.iam.admin.v1.CreateServiceAccountRequest;
import com.google.iam.admin.v1.DeleteServiceAccountRequest;
import com.google.iam.admin.v1.GetServiceAccountRequest;
import com.google.iam.admin.v1.IAMGrpc.IAMImplBase;
import com.google.iam.admin.v1.ServiceAccount;
import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IAM's service accounts, which other services see only after a while. Thread-safe. */
public final class FakeIam extends IAMImplBase {
  private static final Pattern PROJECT = Pattern.compile("projects/([a-z][a-z0-9-]{4,28}[a-z0-9])");
  private static final Pattern ACCOUNT = Pattern.compile("[a-z](?:[-a-z0-9]{4,28}[a-z0-9])");
  private static final Pattern NAME =
      Pattern.compile("projects/([a-z0-9-]+|-)/serviceAccounts/([^/]+@[^/]+)");

  private final Map<String, Integer> accounts = new HashMap<>();
  private int delay;

  /** Accounts that are there from the beginning. */
  public FakeIam(String... emails) {
    List.of(emails).forEach(email -> accounts.put(email, 0));
  }

  /** How often other services still do not see the accounts made from now on. */
  public synchronized void delayVisibility(int looks) {
    delay = looks;
  }

  /** The e-mails of all accounts. */
  public synchronized Collection<String> accounts() {
    return List.copyOf(accounts.keySet());
  }

  /** Whether another service sees the account, this time. */
  synchronized boolean visible(String email) {
    Integer hidden = accounts.get(email);
    if (hidden != null && hidden > 0) {
      accounts.put(email, hidden - 1);
    }
    return hidden != null && hidden == 0;
  }

  @Override
  public void createServiceAccount(
      CreateServiceAccountRequest request, StreamObserver<ServiceAccount> answer) {
    Answers.reply(answer, () -> create(request));
  }

  private synchronized ServiceAccount create(CreateServiceAccountRequest request) {
    Matcher project = PROJECT.matcher(request.getName());
    Answers.require(project.matches(), "name must be projects/{project}.");
    Answers.require(
        ACCOUNT.matcher(request.getAccountId()).matches(),
        "account_id is 6 to 30 lower-case letters, digits and hyphens.");
    Answers.require(
        request.getServiceAccount().getDisplayName().length() <= 100, "display_name is too long.");
    Answers.require(
        request.getServiceAccount().getDescription().length() <= 256, "description is too long.");
    String email = request.getAccountId() + "@" + project.group(1) + ".iam.gserviceaccount.com";
    if (accounts.containsKey(email)) {
      throw Answers.refusal(
          Status.ALREADY_EXISTS, "Service account " + request.getAccountId() + " already exists.");
    }
    accounts.put(email, delay);
    return account(email);
  }

  @Override
  public void getServiceAccount(
      GetServiceAccountRequest request, StreamObserver<ServiceAccount> answer) {
    Answers.reply(answer, () -> account(known(request.getName())));
  }

  @Override
  public void deleteServiceAccount(
      DeleteServiceAccountRequest request, StreamObserver<Empty> answer) {
    Answers.reply(
        answer,
        () -> {
          synchronized (this) {
            accounts.remove(known(request.getName()));
            return Empty.getDefaultInstance();
          }
        });
  }

  private synchronized String known(String name) {
    Matcher matcher = NAME.matcher(name);
    Answers.require(
        matcher.matches(), "name must be projects/{project}/serviceAccounts/{account}.");
    String email = matcher.group(2);
    if (!accounts.containsKey(email)) {
      throw Answers.refusal(Status.NOT_FOUND, "Unknown service account");
    }
    return email;
  }

  private static ServiceAccount account(String email) {
    String project = email.substring(email.indexOf('@') + 1, email.indexOf('.'));
    return ServiceAccount.newBuilder()
        .setName("projects/" + project + "/serviceAccounts/" + email)
        .setProjectId(project)
        .setEmail(email)
        .build();
  }
}
