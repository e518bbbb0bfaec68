package wrong.builder;

import wrong.functions.allinone.Stranger;

record WrongBuilder(Stranger stranger) {}
