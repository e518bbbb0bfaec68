package dev.sigil.core.deploy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a release was in a stage; {@code endedAt} is null while it is. */
public record StageTiming(ReleaseState stage, Instant startedAt, @Nullable Instant endedAt) {}
