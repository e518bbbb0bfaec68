package wrong.mcp;

import wrong.functions.allinone.Stranger;

record WrongMcp(Stranger stranger) {}
