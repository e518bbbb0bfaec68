package dev.sigil.embedded.runtime;

import dev.sigil.embedded.log.LogSink;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * What every launch works with.
 *
 * @param starter starts processes, and outlives them: see {@link ProcessLauncher}
 */
record LaunchSite(
    RuntimeConfig config,
    Isolation isolation,
    LogSink logs,
    InstantSource clock,
    PortAllocator ports,
    ReadOnlyRoots roots,
    Executor starter) {}
