package wrong.functions.buildtrigger;

import wrong.functions.allinone.Stranger;

record WrongBuildTrigger(Stranger stranger) {}
