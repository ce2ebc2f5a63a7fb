/// When a transaction does not join a line.
public enum Balking: Sendable { case never }
