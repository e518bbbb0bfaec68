package dev.sigil.functions.consoleapi;

import dev.sigil.functions.consoleapi.TenancyTable.Needs;
import dev.sigil.functions.consoleapi.TenancyTable.Row;

/** Who may send a request, rightly or not. The workspace that it is about is acme. */
enum TenancySender {
  NOBODY,
  GARBAGE_KEY,
  NEVER_ISSUED_KEY,
  EXPIRED_KEY,
  REVOKED_KEY,
  FORGED_SESSION,
  ENDED_SESSION,
  EXPIRED_SESSION,
  /** A token that was replaced longer ago than the overlap. */
  REPLAYED_SESSION,
  /** An owner's browser, made to send it by a page of another site. */
  CROSS_SITE,
  /** As above, from a browser that tells only the origin. */
  CROSS_ORIGIN,
  STRANGER_KEY,
  /** Somebody of another workspace, who asks about their own. */
  STRANGER,
  /** Somebody of another workspace, who chooses acme. */
  STRANGER_ELSEWHERE,
  VIEWER,
  MEMBER,
  OWNER,
  INVOKE_KEY,
  READ_KEY,
  DEPLOY_KEY,
  ADMIN_KEY;

  boolean isKey() {
    return name().endsWith("_KEY");
  }

  boolean isStranger() {
    return name().startsWith("STRANGER");
  }

  /**
   * The status that the sender gets.
   *
   * @param named whether the path names something of acme's or of its owner's
   * @param success what the operation answers when it is allowed
   */
  int expected(Row row, boolean named, int success) {
    if (row.needs() == Needs.NOTHING) {
      return success;
    }
    return switch (this) {
      case NOBODY,
          GARBAGE_KEY,
          NEVER_ISSUED_KEY,
          EXPIRED_KEY,
          REVOKED_KEY,
          FORGED_SESSION,
          ENDED_SESSION,
          EXPIRED_SESSION,
          REPLAYED_SESSION ->
          401;
      case CROSS_SITE, CROSS_ORIGIN -> 403;
      default -> known(row, named, success);
    };
  }

  private int known(Row row, boolean named, int success) {
    if (row.needs() == Needs.PERSON) {
      return isKey() ? 403 : named && this != OWNER ? 404 : success;
    }
    if (this == STRANGER_ELSEWHERE || (isStranger() && named)) {
      return 404;
    }
    if (!may(row.needs())) {
      return 403;
    }
    return isKey() && row.byKey() != 0 ? row.byKey() : success;
  }

  private boolean may(Needs needs) {
    return switch (this) {
      case VIEWER, READ_KEY -> needs == Needs.ANYTHING || needs == Needs.READ;
      case MEMBER -> needs != Needs.ADMIN;
      case INVOKE_KEY -> needs == Needs.ANYTHING;
      case DEPLOY_KEY -> needs == Needs.ANYTHING || needs == Needs.DEPLOY;
      default -> true;
    };
  }
}
