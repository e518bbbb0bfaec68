package wrong.functions.deploycompletion;

import wrong.functions.allinone.Stranger;

record WrongDeployCompletion(Stranger stranger) {}
