package wrong.functions.scanjob;

import wrong.functions.allinone.Stranger;

record WrongScanJob(Stranger stranger) {}
