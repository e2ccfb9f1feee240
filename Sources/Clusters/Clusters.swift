/// Jobs for the clusters that people have.
public enum Clusters {}
