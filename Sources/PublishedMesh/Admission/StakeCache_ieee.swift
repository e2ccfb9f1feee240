package import PythonValues

/// The chain's word about peers, believed for five minutes.
package struct StakeCache: Sendable {
    /// The peers by their texts in base58, with the times of the chain's last yes or no.
    package private(set) var successes: SortedTable<PythonText, PythonFloat> = SortedTable()
    package private(set) var failures: SortedTable<PythonText, PythonFloat> = SortedTable()

    private static let seconds = 300.0

    package init() {}

    /// Whether the peer has stake.
    ///
    /// - Parameter chain: the chain's answer about a peer, asked only where none is remembered.
    /// **Throws:** what `chain` throws; then nothing is noted.
    package mutating func hasStake(
        _ peer: PythonText, now: PythonFloat,
        chain: (PythonText) throws(PythonError) -> PythonDictionary
    ) throws(PythonError) -> Bool {
        if Self.isRecent(failures[peer], now: now) { return false }
        if Self.isRecent(successes[peer], now: now) { return true }
        let answer = try chain(peer)
        guard case .boolean(true)? = answer["result"] else {
            failures[peer] = now
            successes[peer] = nil
            return false
        }
        successes[peer] = now
        failures[peer] = nil
        return true
    }

    /// A stored time of 0 counts as never.
    private static func isRecent(_ time: PythonFloat?, now: PythonFloat) -> Bool {
        guard let time, !time.isZero else { return false }
        return now.value - time.value < seconds
    }
}
