package wrong.testkit;

import wrong.functions.allinone.Stranger;

record WrongTestkit(Stranger stranger) {}
