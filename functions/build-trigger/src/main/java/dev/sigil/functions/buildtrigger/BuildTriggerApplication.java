package dev.sigil.functions.buildtrigger;

import dev.sigil.core.event.EventFunction;
import dev.sigil.core.platform.Platform;
import dev.sigil.push.EventBeans;
import dev.sigil.push.PushFunction;
import java.util.Map;

/** {@link BuildTriggerFunction} as Google Cloud starts it. */
public final class BuildTriggerApplication extends PushFunction {
  public BuildTriggerApplication() {
    super(Beans.class);
  }

  static final class Beans extends EventBeans {
    @Override
    protected EventFunction function(Platform platform, Map<String, String> environment) {
      return BuildTriggerFunction.on(platform, BuildTriggerConfig.from(environment));
    }
  }
}
