package dev.sigil.http;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Member;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.Scope;
import dev.sigil.core.account.Session;
import dev.sigil.core.id.WorkspaceId;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out who sends a request, and in which workspace: by the API key in its {@code
 * Authorization} header, which belongs to one workspace, else by the session of a person, who
 * chooses one of theirs. The choice is the path's parameter {@code workspace}, else the header
 * {@value #WORKSPACE}, else the query's parameter {@code workspace}, else the person's own, else
 * their first. Thread-safe.
 */
public final class Authenticator {
  /** The header that chooses a workspace. */
  public static final String WORKSPACE = "Sigil-Workspace";

  private static final String SCHEME = "Bearer ";

  private final ApiKeys keys;
  private final Members members;
  private final Function<Request, Optional<Session>> sessions;

  /**
   * Reads keys and sessions.
   *
   * @param sessions such as {@link BrowserSessions#find}; empty where nobody can sign in
   */
  public Authenticator(
      ApiKeys keys, Members members, Function<Request, Optional<Session>> sessions) {
    this.keys = keys;
    this.members = members;
    this.sessions = sessions;
  }

  /**
   * The sender.
   *
   * @throws SigilException {@code UNAUTHENTICATED} without a valid key or session, {@code
   *     NOT_FOUND} when the workspace is not theirs, {@code FORBIDDEN} from a page of another site
   */
  public Sender authenticate(Request request) {
    Optional<WorkspaceId> chosen = chosen(request);
    if (request.header("Authorization").isPresent()) {
      Principal principal =
          token(request).flatMap(keys::authenticate).orElseThrow(Authenticator::unknown);
      if (chosen.filter(workspace -> !workspace.equals(principal.workspace())).isPresent()) {
        throw notTheirs();
      }
      return new Sender(principal, null);
    }
    Session session = sessions.apply(request).orElseThrow(Authenticator::unknown);
    Person person = session.person();
    Member member = place(person, chosen).orElseThrow(Authenticator::notTheirs);
    return new Sender(
        new Principal(member.workspace(), person.actor(), member.role().scopes()), session);
  }

  /**
   * The sender, who may do what {@code scope} covers.
   *
   * @throws SigilException as {@link #authenticate}, and {@code FORBIDDEN} without the scope
   */
  public Sender require(Request request, Scope scope) {
    Sender sender = authenticate(request);
    if (!sender.principal().may(scope)) {
      String name = scope.name().toLowerCase(Locale.ROOT);
      throw sender.session() == null
          ? new SigilException(ErrorCode.FORBIDDEN, "This key lacks the scope " + name + ".")
          : new SigilException(
              ErrorCode.FORBIDDEN,
              "Your role in this workspace lacks the scope " + name + ".",
              "Ask an owner of the workspace for another role.");
    }
    return sender;
  }

  /**
   * The person who sends a request that is about themselves.
   *
   * @throws SigilException {@code UNAUTHENTICATED} without a session, {@code FORBIDDEN} with a key,
   *     which is nobody, or from a page of another site
   */
  public Session person(Request request) {
    if (request.header("Authorization").isPresent()) {
      throw token(request)
          .flatMap(keys::authenticate)
          .map(key -> noPerson())
          .orElseGet(Authenticator::unknown);
    }
    return sessions.apply(request).orElseThrow(Authenticator::unknown);
  }

  private Optional<Member> place(Person person, Optional<WorkspaceId> chosen) {
    return chosen.isPresent()
        ? members.find(chosen.get(), person.id())
        : members
            .find(person.home(), person.id())
            .or(() -> members.of(person.id()).stream().findFirst());
  }

  /* A name of another shape is nobody's workspace. */
  private static Optional<WorkspaceId> chosen(Request request) {
    Optional<String> given =
        request
            .optionalPath("workspace")
            .or(() -> request.header(WORKSPACE))
            .or(() -> request.query("workspace"));
    try {
      return given.map(WorkspaceId::new);
    } catch (SigilException e) {
      throw notTheirs();
    }
  }

  private static Optional<ApiToken> token(Request request) {
    return request
        .header("Authorization")
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> new ApiToken(value.substring(SCHEME.length()).strip()));
  }

  private static SigilException unknown() {
    return new SigilException(
        ErrorCode.UNAUTHENTICATED,
        "The request carries no valid API key or session: it is missing, revoked or expired.");
  }

  private static SigilException noPerson() {
    return new SigilException(
        ErrorCode.FORBIDDEN,
        "This is for people who signed in; an API key stands for a workspace.",
        "Sign in with a browser.");
  }

  private static SigilException notTheirs() {
    return new SigilException(
        ErrorCode.NOT_FOUND,
        "There is no such workspace, or you are not in it.",
        "`sigil whoami` shows your workspaces.");
  }
}
