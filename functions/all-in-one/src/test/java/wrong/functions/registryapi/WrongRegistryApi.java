package wrong.functions.registryapi;

import wrong.functions.allinone.Stranger;

record WrongRegistryApi(Stranger stranger) {}
