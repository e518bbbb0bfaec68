package wrong.core.right;

import wrong.core.left.Left;

public record Right(Left left) {}
