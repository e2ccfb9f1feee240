internal import Encodings

/// The weights and the integers that a cache belongs to, as its metadata say.
struct CacheKey {
    private static let formatName = "glyphlab integers 1"

    /// ``WeightsFile/digest(folder:)``.
    let weights: String
    /// The integer weights hash.
    let integers: String

    init(weights: String, integers: String) {
        self.weights = weights
        self.integers = integers
    }

    init(_ metadata: JSONValue?, file: String) throws(CheckpointError) {
        guard metadata?.member("format")?.stringValue == Self.formatName,
            let weights = metadata?.member("weights_sha256")?.stringValue,
            let integers = metadata?.member("integers_sha256")?.stringValue
        else {
            throw .cache(
                file: file, what: "metadata", expected: "those of '\(Self.formatName)'",
                got: "others")
        }
        self.init(weights: weights, integers: integers)
    }

    var metadata: [(key: String, value: String)] {
        [
            ("format", Self.formatName), ("weights_sha256", weights),
            ("integers_sha256", integers),
        ]
    }
}
