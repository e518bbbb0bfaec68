package wrong.functions.webhook;

import wrong.functions.allinone.Stranger;

record WrongWebhook(Stranger stranger) {}
