/// How the savings of miners are measured: seeds, counts and threads.
package struct MinerAdvantageSettings: Sendable {
    /// The text that blocks, prompts and addresses follow from.
    package let seed: String
    /// The number of attempts of each way of mining.
    package let attemptCount: Int
    /// The number of addresses that are tried for a salt that reads few layers.
    package let saltCount: Int
    /// The number of seeds of the hardened profile whose beginnings are compared.
    package let seedCount: Int
    package let threadCount: Int

    /// The number of rounds in which each way is measured.
    package static let roundCount = 3
    /// The number of attempts that the chains' own miners compute together.
    static let batchAttemptCount = 16

    package static let attemptCountMax = 10_000
    package static let saltCountMax = 100_000_000

    /// **Precondition:** all counts are at least 1; attempts and salts are within their maxima.
    package init(
        seed: String = "glyphlab", attemptCount: Int = 64, saltCount: Int = 200_000,
        seedCount: Int = 4_096, threadCount: Int
    ) {
        precondition(
            (1...Self.attemptCountMax).contains(attemptCount)
                && (1...Self.saltCountMax).contains(saltCount) && seedCount >= 1
                && threadCount >= 1)
        self.seed = seed
        self.attemptCount = attemptCount
        self.saltCount = saltCount
        self.seedCount = seedCount
        self.threadCount = threadCount
    }
}
