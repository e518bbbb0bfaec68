package wrong.embedded;

import wrong.functions.allinone.Stranger;

record WrongEmbedded(Stranger stranger) {}
