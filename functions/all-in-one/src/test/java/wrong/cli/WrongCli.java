package wrong.cli;

import wrong.functions.allinone.Stranger;

record WrongCli(Stranger stranger) {}
