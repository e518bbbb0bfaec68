package wrong.github;

import wrong.functions.allinone.Stranger;

record WrongGithub(Stranger stranger) {}
