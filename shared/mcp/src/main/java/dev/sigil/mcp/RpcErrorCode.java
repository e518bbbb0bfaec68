package dev.sigil.mcp;

/** Error codes of JSON-RPC 2.0 (section 5.1) and those that MCP adds. */
public final class RpcErrorCode {
  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;

  /** A server's own error; what Sigil answers when a server cannot. */
  public static final int SERVER_ERROR = -32000;

  /** What official servers answer when a session is unknown. */
  public static final int SESSION_NOT_FOUND = -32001;

  /** 2026-07-28: a header disagrees with the body. */
  public static final int HEADER_MISMATCH = -32020;

  /** 2026-07-28: the client lacks a capability that the answer needs. */
  public static final int MISSING_CAPABILITY = -32021;

  /** 2026-07-28: the version is not served; {@code data.supported} lists those that are. */
  public static final int UNSUPPORTED_VERSION = -32022;

  private RpcErrorCode() {}
}
