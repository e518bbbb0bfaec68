package dev.sigil.functions.scanjob;

import dev.sigil.core.event.EventFunction;
import dev.sigil.core.platform.Platform;
import dev.sigil.push.EventBeans;
import dev.sigil.push.PushFunction;
import java.util.Map;

/** {@link ScanJobFunction} as Google Cloud starts it. */
public final class ScanJobApplication extends PushFunction {
  public ScanJobApplication() {
    super(Beans.class);
  }

  static final class Beans extends EventBeans {
    @Override
    protected EventFunction function(Platform platform, Map<String, String> environment) {
      return ScanJobFunction.on(platform, ScanJobConfig.from(environment));
    }
  }
}
