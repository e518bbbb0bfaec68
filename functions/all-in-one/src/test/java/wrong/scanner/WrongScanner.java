package wrong.scanner;

import wrong.functions.allinone.Stranger;

record WrongScanner(Stranger stranger) {}
