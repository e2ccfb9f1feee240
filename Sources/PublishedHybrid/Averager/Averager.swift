internal import Encodings
package import PythonValues

/// A record of a delta, as an averager finds it.
package enum DeltaRecord: Sendable {
    case missing
    case empty
    /// Bytes that do not unpickle.
    case unreadable
    case readable(RetrievedDelta)
}

/// The outcome of an aggregation.
package struct AggregationOutcome: Sendable {
    /// The reason why nothing was acknowledged.
    package let refusal: HybridCheck?
    package let average: FederatedAverage?
    /// The places of the deltas in the average, among those that were read.
    package let chosen: [Int]
    /// The key of the acknowledgement that was written, and whether it was stored.
    package let acknowledgement: (key: AcknowledgementKey, isStored: Bool)?

    package var isAccepted: Bool { refusal == nil }
}

/// The published averager: from records of deltas to an acknowledgement.
package struct Averager: Sendable {
    private static let publicKeyByteCount = 48

    /// The text of VALIDATOR_PUBKEY; nil where it is absent.
    package var publicKeyText: PythonText?
    package var calls: RecordCalls
    package var checks: HybridChecks
    package var arithmetic = KrumSelection.Arithmetic.rounded

    package init(
        publicKeyText: PythonText?, calls: RecordCalls = .awaitable, checks: HybridChecks = .all
    ) {
        self.publicKeyText = publicKeyText
        self.calls = calls
        self.checks = checks
    }

    /// The inputs of one aggregation.
    package struct Round: Sendable {
        /// The records under the `raw:` keys of the deltas' ids.
        package var records: [DeltaRecord]
        /// How many peers are named beside the ids: the shorter list counts.
        package var peerCount: Int
        /// The id that the pickling of the average happens to give.
        package var aggregateIdentifier: [UInt8]

        package init(records: [DeltaRecord], peerCount: Int, aggregateIdentifier: [UInt8]) {
            self.records = records
            self.peerCount = peerCount
            self.aggregateIdentifier = aggregateIdentifier
        }
    }

    /// Chooses, averages, asks the gate and acknowledges.
    ///
    /// **Throws:** ``PythonError`` where choosing or averaging raises: the round dies.
    package func aggregate(
        _ round: Round, store: inout RecordStore, now: Int, gate: (FederatedAverage) -> Bool
    ) throws(PythonError) -> AggregationOutcome {
        let deltas = retrieved(round)
        if deltas.isEmpty, checks.has(.noneRetrieved) {
            return AggregationOutcome(
                refusal: .noneRetrieved, average: nil, chosen: [], acknowledgement: nil)
        }
        let chosen = try KrumSelection.chosen(
            of: deltas, count: min(deltas.count, KrumSelection.chosenCountMax),
            arithmetic: arithmetic)
        let average = try FederatedAverage(of: chosen.map { deltas[$0] })
        let isBetter = gate(average)
        if !isBetter, checks.has(.gate) {
            return AggregationOutcome(
                refusal: .gate, average: average, chosen: chosen, acknowledgement: nil)
        }
        let publicKey = publicKey
        if publicKey == nil, checks.has(.validatorPublicKey) {
            return AggregationOutcome(
                refusal: .validatorPublicKey, average: average, chosen: chosen,
                acknowledgement: nil)
        }
        let peer = PeerIdentifier(publicKey: publicKey ?? [])
        let isStored = AcknowledgementPublication.publish(
            updateIdentifier: PythonText(Hexadecimal.text(of: round.aggregateIdentifier)),
            peer: peer, calls: calls, in: &store, now: now)
        let key = AcknowledgementKey(updateIdentifier: round.aggregateIdentifier, peer: peer)
        return AggregationOutcome(
            refusal: nil, average: average, chosen: chosen, acknowledgement: (key, isStored))
    }

    /// The deltas that are read: nothing compares a record's content with its key.
    private func retrieved(_ round: Round) -> [RetrievedDelta] {
        guard calls.canRead else { return [] }
        return round.records.prefix(max(round.peerCount, 0)).compactMap { record in
            guard case .readable(let delta) = record else { return nil }
            return delta
        }
    }

    /// The key that the averager acknowledges with; nil where the text is not of 48 bytes.
    package var publicKey: [UInt8]? {
        guard let text = publicKeyText, let bytes = try? text.bytesFromHexadecimal(),
            bytes.count == Self.publicKeyByteCount
        else { return nil }
        return bytes
    }
}
