package wrong.functions.gateway;

import wrong.functions.allinone.Stranger;

record WrongGateway(Stranger stranger) {}
