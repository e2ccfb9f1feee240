internal import Cryptography

/// A head of the model by its layer and its place in the layer.
public struct Head: Sendable, Hashable {
    public let layer: Int
    public let head: Int

    public init(layer: Int, head: Int) {
        self.layer = layer
        self.head = head
    }
}

/// Which heads a salt reads.
public enum HeadSelection {
    /// At most this many heads make a fingerprint.
    public static let headCountMax = 6

    /// The heads that `salt` selects, ascending by layer and head.
    ///
    /// **Source:** protocol v4, section 5. **Precondition:** layerCount, headCount ≥ 1.
    public static func heads(salt: String, layerCount: Int, headCount: Int) -> [Head] {
        let candidateCount = layerCount * headCount
        var random = PythonRandom(seed: Digests.sha256(salt.utf8).bytes)
        return random.sample(min(headCountMax, candidateCount), below: candidateCount)
            .sorted()
            .map { Head(layer: $0 / headCount, head: $0 % headCount) }
    }
}
