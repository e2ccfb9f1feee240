package import Conformance

/// The vectors of proof of learning.
package enum LearningVectors {
    package static let suite = VectorSuite(
        system: "learning",
        judges: [])
}
