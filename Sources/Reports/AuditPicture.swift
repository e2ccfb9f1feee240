/// What an audit found of one model, as a picture needs it.
public struct AuditPicture: Sendable {
    public struct Head: Sendable {
        /// Normalised entropy and place share, both Q16.
        public let entropyQ16: Int
        public let placeShareQ16: Int

        public init(entropyQ16: Int, placeShareQ16: Int) {
            self.entropyQ16 = entropyQ16
            self.placeShareQ16 = placeShareQ16
        }
    }

    public struct Criterion: Sendable {
        public let name: String
        public let got: String
        public let expected: String
        public let holds: Bool

        public init(name: String, got: String, expected: String, holds: Bool) {
            self.name = name
            self.got = got
            self.expected = expected
            self.holds = holds
        }
    }

    public let title: String
    public let note: String
    /// [layer][head].
    public let heads: [[Head]]
    /// Rows by entropy, in bins of equal width over [0, 1].
    public let entropyCounts: [Int]
    /// Rows by kind.
    public let kinds: [(name: String, count: Int)]
    public let criteria: [Criterion]

    public init(
        title: String, note: String, heads: [[Head]], entropyCounts: [Int],
        kinds: [(name: String, count: Int)], criteria: [Criterion]
    ) {
        self.title = title
        self.note = note
        self.heads = heads
        self.entropyCounts = entropyCounts
        self.kinds = kinds
        self.criteria = criteria
    }
}
