/// The same model in floats: how far it drifts, and how often a proof would flip.
public enum Shadows {}
