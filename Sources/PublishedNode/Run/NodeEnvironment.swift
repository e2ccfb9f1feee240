internal import BigInt
package import PythonValues

/// The settings that a published process takes from its environment.
package struct NodeEnvironment: Sendable {
    private static let attemptCount = 150

    /// The URLs of the first peers.
    package let seeds: [PythonText]
    /// The attempts of a slice.
    package let chunk: Int
    /// Whether a chain of the node's own may begin where no seed answers.
    package let startsNewChain: Bool

    package init(seeds: [PythonText], chunk: Int, startsNewChain: Bool) {
        self.seeds = seeds
        self.chunk = chunk
        self.startsNewChain = startsNewChain
    }

    /// - Parameter defaultSeeds: those where `POI_SEEDS` names none.
    ///
    /// **Throws:** ``PythonError/value(_:)`` where `POI_CHUNK` is no number.
    package init(
        variables: [String: String],  // looked up, never iterated
        defaultSeeds: [String]
    ) throws(PythonError) {
        chunk =
            if let text = variables["POI_CHUNK"] {
                Int(clamping: try PythonText(text).integer())
            } else {
                Self.attemptCount
            }
        startsNewChain = variables["POI_NEW_CHAIN"].map { $0.utf8.elementsEqual("1".utf8) } ?? false
        let named = (variables["POI_SEEDS"] ?? "")
            .split(separator: ",")
            .map { PythonText(String($0)).stripped() }
            .filter { !$0.codePoints.isEmpty }
        seeds = named.isEmpty ? defaultSeeds.map { PythonText($0) } : named
    }
}
