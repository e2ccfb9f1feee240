/// One run under many circumstances, none of which may move a bit.
public enum Variations {}
