package dev.sigil.mcp;

import java.util.Arrays;
import java.util.Optional;

/** A released version of the protocol, in order of release. */
public enum ProtocolVersion {
  V2024_11_05("2024-11-05", Era.LEGACY),
  V2025_03_26("2025-03-26", Era.LEGACY),
  V2025_06_18("2025-06-18", Era.LEGACY),
  V2025_11_25("2025-11-25", Era.LEGACY),
  V2026_07_28("2026-07-28", Era.MODERN);

  /** How a conversation starts and where its state lives. */
  public enum Era {
    /** A handshake opens a session that later requests name. */
    LEGACY,
    /** Every request carries all that is needed to answer it. */
    MODERN
  }

  /** The newest version that starts with a handshake. */
  public static final ProtocolVersion LATEST_LEGACY = V2025_11_25;

  /** What a request without a version header is taken for (2025-11-25, transports). */
  public static final ProtocolVersion ASSUMED = V2025_03_26;

  private final String wire;
  private final Era era;

  ProtocolVersion(String wire, Era era) {
    this.wire = wire;
    this.era = era;
  }

  /** The version as it is written in messages and headers. */
  public String wire() {
    return wire;
  }

  public Era era() {
    return era;
  }

  /** Whether several messages may travel as one JSON array; removed in 2025-06-18. */
  public boolean batches() {
    return this == V2025_03_26;
  }

  /** Whether a stream starts with an empty event whose id the client can resume from. */
  public boolean primesStreams() {
    return this == V2025_11_25;
  }

  public static Optional<ProtocolVersion> of(String wire) {
    return Arrays.stream(values()).filter(version -> version.wire.equals(wire)).findFirst();
  }
}
