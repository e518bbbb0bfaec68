package wrong.core.process;

record WrongProcess(ProcessBuilder builder) {}
