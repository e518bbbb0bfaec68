package dev.sigil.functions.gateway;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.gateway.InstanceRouter;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What the gateway needs of the platform. All of it is thread-safe.
 *
 * @param random fit for nonces: a {@link java.security.SecureRandom}
 */
public record GatewayPorts(
    Deployments deployments,
    ApiKeys keys,
    InstanceRouter instances,
    InstantSource clock,
    RandomGenerator random,
    GatewayMetrics metrics) {}
