package wrong.org.springframework;

/** Something of a framework, for wrong classes to reach for. */
public final class Bean {}
