package dev.sigil.embedded.log;

import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.DeploymentId;

/** Names a log: what all releases of one deployment wrote, as builds or as servers. */
record LogKey(DeploymentId deployment, Source source) {}
