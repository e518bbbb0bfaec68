package wrong.functions.scanjob;

import wrong.push.Shell;

record WrongShell(Shell shell) {}
