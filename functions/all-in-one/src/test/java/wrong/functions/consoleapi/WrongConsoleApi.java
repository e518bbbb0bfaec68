package wrong.functions.consoleapi;

import wrong.functions.allinone.Stranger;

record WrongConsoleApi(Stranger stranger) {}
