/// What a run leaves for others: signed receipts, their shards, and spot checks.
public enum Receipts {}
