package dev.sigil.testkit.emulator;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the emulators they name as parameters. Each starts once for a run of tests and ends
 * with it, so tests share its data and keep apart by their own project ids. Where the emulators are
 * not installed the tests are skipped, and fail where {@code CI} is {@code true}.
 */
public final class Emulators implements ParameterResolver, ExecutionCondition {
  private static final Namespace NAMESPACE = Namespace.create(Emulators.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean required = "true".equals(System.getenv("CI"));
    return GoogleCloudSdk.missing()
        .filter(what -> !required)
        .map(ConditionEvaluationResult::disabled)
        .orElse(ConditionEvaluationResult.enabled("the emulators are installed, or must be"));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return Emulator.class.isAssignableFrom(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Store store = context.getRoot().getStore(NAMESPACE);
    return parameter.getParameter().getType() == FirestoreEmulator.class
        ? store.getOrComputeIfAbsent(FirestoreEmulator.class, key -> new FirestoreEmulator())
        : store.getOrComputeIfAbsent(PubSubEmulator.class, key -> new PubSubEmulator());
  }
}
