package wrong.http;

import wrong.functions.allinone.Stranger;

record WrongHttp(Stranger stranger) {}
