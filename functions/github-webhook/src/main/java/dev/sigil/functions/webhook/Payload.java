package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.Account;
import dev.sigil.http.InvalidFieldException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what GitHub sends, member by member, with errors that name them. */
final class Payload {
  private static final String GITHUB = "github.com";

  private Payload() {}

  /** A member that must be a text with at least one character. */
  static String text(JsonNode payload, String pointer) {
    String value = optional(payload, pointer);
    if (value == null || value.isEmpty()) {
      throw new InvalidFieldException(name(pointer), "The field is missing or not a text.");
    }
    return value;
  }

  static @Nullable String optional(JsonNode payload, String pointer) {
    return payload.at(pointer).textValue();
  }

  /** A number that GitHub gave out; 0 when the member is absent. */
  static long number(JsonNode payload, String pointer) {
    JsonNode value = payload.at(pointer);
    if (value.isMissingNode() || value.isNull()) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 1) {
      throw new InvalidFieldException(name(pointer), "The field is not a positive number.");
    }
    return value.longValue();
  }

  /** A moment: seconds since the epoch in some events, ISO 8601 with an offset in others. */
  static Optional<Instant> instant(JsonNode payload, String pointer) {
    JsonNode value = payload.at(pointer);
    try {
      if (value.isIntegralNumber()) {
        return Optional.of(Instant.ofEpochSecond(value.longValue()));
      }
      return value.isTextual()
          ? Optional.of(OffsetDateTime.parse(value.textValue()).toInstant())
          : Optional.empty();
    } catch (DateTimeException e) {
      throw new InvalidFieldException(name(pointer), "The field is not a time.");
    }
  }

  /**
   * A user or organisation; empty when the payload gives no number or, as for an enterprise, no
   * login.
   */
  static Optional<Account> account(JsonNode payload, String pointer) {
    JsonNode node = payload.at(pointer);
    long id = number(payload, pointer + "/id");
    String login = optional(node, "/login");
    if (id == 0 || login == null) {
      return Optional.empty();
    }
    Account.Type type =
        "Organization".equals(optional(node, "/type"))
            ? Account.Type.ORGANIZATION
            : Account.Type.USER;
    String name = optional(node, "/name");
    try {
      String given = login.equals(name) ? null : name;
      return Optional.of(new Account(host(optional(node, "/html_url")), id, login, type, given));
    } catch (SigilException e) {
      throw new InvalidFieldException(name(pointer), String.valueOf(e.getMessage()));
    }
  }

  /** The host of a page; GitHub's own when there is none. */
  private static String host(@Nullable String page) {
    try {
      String authority = page == null ? null : URI.create(page).getAuthority();
      return authority == null ? GITHUB : authority;
    } catch (IllegalArgumentException e) {
      return GITHUB;
    }
  }

  private static String name(String pointer) {
    return pointer.substring(1).replace('/', '.');
  }
}
