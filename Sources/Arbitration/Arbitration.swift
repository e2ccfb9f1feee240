/// A quarrel between two parties, brought down to one dot product before a referee.
public enum Arbitration {}
