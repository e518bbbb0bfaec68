package wrong.functions.consoleapi;

import wrong.org.springframework.Bean;

record WrongFramework(Bean bean) {}
