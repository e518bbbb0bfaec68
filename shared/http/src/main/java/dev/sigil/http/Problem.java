package dev.sigil.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.ConflictException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, as people may see it. A failure that is not the request's says
 * nothing about its cause, which is in the log under the request id.
 *
 * @param headers added to the response, such as {@code Allow}
 */
public record Problem(
    ErrorCode code,
    String message,
    String hint,
    @Nullable String field,
    Map<String, String> headers) {

  static Problem of(RuntimeException e) {
    return switch (e) {
      case SigilException s -> new Problem(s.code(), text(s), s.hint(), null, headers(s.code()));
      case InvalidFieldException f -> plain(ErrorCode.INVALID_REQUEST, text(f), f.field());
      case TooManyRequestsException t -> {
        ErrorCode code = ErrorCode.RATE_LIMITED;
        yield new Problem(code, text(t), code.hint(), null, Map.of("Retry-After", t.retryAfter()));
      }
      case Json.MalformedException m ->
          plain(ErrorCode.INVALID_REQUEST, "The body cannot be read: " + text(m) + ".", null);
      case MethodNotAllowedException m -> {
        ErrorCode code = ErrorCode.METHOD_NOT_ALLOWED;
        yield new Problem(code, text(m), code.hint(), null, Map.of("Allow", m.allow()));
      }
      case ConflictException c ->
          plain(ErrorCode.CONFLICT, "Something else changed this at the same moment.", null);
      case TransientException t ->
          plain(ErrorCode.UNAVAILABLE, "A part of the platform does not answer now.", null);
      default -> plain(ErrorCode.INTERNAL, "The platform failed to answer this request.", null);
    };
  }

  private static Problem plain(ErrorCode code, String message, @Nullable String field) {
    return new Problem(code, message, code.hint(), field, headers(code));
  }

  private static Map<String, String> headers(ErrorCode code) {
    return switch (code) {
      case UNAUTHENTICATED -> Map.of("WWW-Authenticate", "Bearer realm=\"sigil\"");
      case UNAVAILABLE, RATE_LIMITED -> Map.of("Retry-After", "2");
      default -> Map.of();
    };
  }

  private static String text(RuntimeException e) {
    return e.getMessage() == null ? "" : e.getMessage();
  }

  /** The envelope of an error. */
  public Response envelope(String requestId) {
    ObjectNode error =
        Json.object().put("code", code.name()).put("message", message).put("hint", hint);
    if (field != null) {
      error.put("field", field);
    }
    ObjectNode envelope = Json.object().put("success", false);
    envelope.set("error", error);
    return Response.json(code.httpStatus(), envelope.put("requestId", requestId));
  }

  /** How a function words a problem. */
  @FunctionalInterface
  public interface Format {
    Response render(Problem problem, String path, String requestId);

    /** The envelope, whatever the path. */
    static Format ofEnvelope() {
      return (problem, path, requestId) -> problem.envelope(requestId);
    }
  }
}
