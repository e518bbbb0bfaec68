package dev.sigil.functions.consoleapi.signin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.Account;
import dev.sigil.core.account.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What GitHub tells about the user whose token we hold. Thread-safe. */
public final class GitHubPeople {
  private static final int PER_PAGE = 100;
  private static final int MAX_PAGES = 10;

  private final SignInConfig config;
  private final GitHubHttp http;

  public GitHubPeople(SignInConfig config, GitHubHttp http) {
    this.config = config;
    this.http = http;
  }

  /** The user. */
  Account user(String token) {
    return account(http.get(config.api() + "/user", token));
  }

  /** The organisations that the user is an active member of, as the App may see them. */
  Map<Account, Role> organizations(String token) {
    Map<Account, Role> roles = new LinkedHashMap<>();
    for (JsonNode membership : pages("/user/memberships/orgs?state=active&", "", token)) {
      if (membership.path("state").asText().equals("active")) {
        boolean admin = membership.path("role").asText().equals("admin");
        roles.put(account(membership.path("organization")), admin ? Role.OWNER : Role.MEMBER);
      }
    }
    return roles;
  }

  /** The accounts in which the App is installed and the user can reach something. */
  List<Account> installed(String token) {
    List<Account> accounts = new ArrayList<>();
    for (JsonNode installation : pages("/user/installations?", "installations", token)) {
      accounts.add(account(installation.path("account")));
    }
    return accounts;
  }

  private List<JsonNode> pages(String path, String list, String token) {
    List<JsonNode> all = new ArrayList<>();
    for (int page = 1; page <= MAX_PAGES; page++) {
      String address = config.api() + path + "per_page=" + PER_PAGE + "&page=" + page;
      JsonNode answer = http.get(address, token);
      JsonNode items = list.isEmpty() ? answer : answer.path(list);
      items.forEach(all::add);
      if (items.size() < PER_PAGE) {
        break;
      }
    }
    return all;
  }

  /* An organisation within a membership has no type of its own. */
  private Account account(JsonNode told) {
    String type = told.path("type").asText("Organization");
    if (!told.path("id").canConvertToLong()) {
      throw new SigilException(ErrorCode.FORBIDDEN, "GitHub did not tell who you are.");
    }
    return new Account(
        config.host(),
        told.path("id").asLong(),
        told.path("login").asText(""),
        type.equals("User") ? Account.Type.USER : Account.Type.ORGANIZATION,
        name(told));
  }

  private static @Nullable String name(JsonNode told) {
    return told.path("name").isTextual() ? told.path("name").asText() : null;
  }
}
