package wrong.push;

/** The shell, which only applications may know. */
public final class Shell {}
