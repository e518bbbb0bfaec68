package dev.sigil.functions.deploycompletion;

import dev.sigil.core.event.EventFunction;
import dev.sigil.core.platform.Platform;
import dev.sigil.push.EventBeans;
import dev.sigil.push.PushFunction;
import java.util.Map;

/** {@link DeployCompletionFunction} as Google Cloud starts it. */
public final class DeployCompletionApplication extends PushFunction {
  public DeployCompletionApplication() {
    super(Beans.class);
  }

  static final class Beans extends EventBeans {
    @Override
    protected EventFunction function(Platform platform, Map<String, String> environment) {
      return DeployCompletionFunction.on(platform, DeployCompletionConfig.from(environment));
    }
  }
}
