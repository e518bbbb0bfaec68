package dev.sigil.embedded.log;

import dev.sigil.core.deploy.DeploymentId;
import dev.sigil.core.deploy.LogReader.Source;

/** Names a log: what all releases of one deployment wrote, as builds or as servers. */
record LogKey(DeploymentId deployment, Source source) {}
