/// The oracles of proof of learning.
enum LearningOracle {}
