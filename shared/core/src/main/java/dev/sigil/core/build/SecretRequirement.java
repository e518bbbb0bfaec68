package dev.sigil.core.build;

import dev.sigil.core.secret.SecretName;

/** A secret that a server reads from its environment under {@code name}. */
public record SecretRequirement(SecretName name, String description, boolean required) {}
