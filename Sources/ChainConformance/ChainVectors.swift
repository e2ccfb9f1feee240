package import Conformance

/// The vectors of the chain.
package enum ChainVectors {
    package static let suite = VectorSuite(system: "chain", judges: [])
}
