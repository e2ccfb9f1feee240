internal import Architectures
public import Cryptography
internal import Fingerprints
public import Inference
internal import Platform
public import Tensors
public import Traces

/// A prompt run again only as far as some of its operations need.
///
/// **Determinism:** the digests are those of a whole run. A pass stops behind the layer of the last
/// operation that is asked for.
public struct PartialRun: Sendable {
    /// In the order of the places that were asked for; nil where a proof has no rows.
    public let digests: [Digest?]
    /// Products of matrices that were computed.
    public let multiplyAddCount: Int

    /// - Parameters:
    ///   - level: of the schedule in which `places` are places.
    ///
    /// **Precondition:** the schedule of the level has the places; there is one at least.
    /// **Throws:** ``InferenceError``; ``TraceRequestError`` for a level without a schedule.
    public init(
        prover: Prover, challenge: TracedChallenge, level: TraceLevel, places: [Int],
        workers: Workers = .alone
    ) throws {
        let transformer = prover.transformer
        let architecture = transformer.architecture
        let plan = try TracePlan(level, architecture, operations: architecture.operations)
        let (salt, tokenIDs) = (challenge.challenge.salt, challenge.challenge.tokenIDs)
        var isWanted = [Bool](repeating: false, count: plan.schedule.count)
        for place in places { isWanted[place] = true }
        let endsInProof = [plan.rowsPlace, plan.proofPlace].contains { place in
            place.map { isWanted[$0] } ?? false
        }
        let recorder = TraceRecorder(plan, sequenceCount: 1, isWanted: isWanted)
        let result = try transformer.forward(
            batch: [tokenIDs],
            readings: Self.readings(
                places.map { plan.schedule[$0] }, salt: endsInProof ? salt : nil, architecture
            ).map { [$0] }, observer: recorder, workers: workers)
        if endsInProof {
            recorder.record(Fingerprint(salt: salt, rows: result.rows[0]), sequence: 0)
        }
        digests = places.map { recorder.digests[0][$0] }
        multiplyAddCount = result.multiplyAddCount
    }

    /// The heads of each layer that must be read so that these operations are computed in full; nil
    /// where the whole pass must be.
    ///
    /// - Parameter salt: of the proof, where that is wanted.
    private static func readings(
        _ operations: [ScheduledOperation], salt: String?, _ architecture: Architecture
    ) -> [[Int]]? {
        let shape = architecture.shape
        // The layer of a reading is computed no further than it is read, the one before it in full.
        let deepest = operations.compactMap(\.layer).max().map { $0 + 1 } ?? 0
        guard deepest < shape.layerCount else { return nil }
        var readings = [[Int]](repeating: [], count: shape.layerCount)
        if let salt {
            let heads = HeadSelection.heads(
                salt: salt, layerCount: shape.layerCount, headCount: shape.headCount)
            for head in heads { readings[head.layer].append(head.head) }
        }
        if readings[deepest...].allSatisfy(\.isEmpty) { readings[deepest] = [0] }
        return readings
    }

    /// The multiply-adds of a prompt computed in full, by closed form; masked positions are left
    /// out.
    public static func wholeMultiplyAddCount(
        _ transformer: Transformer, tokenCount: Int
    ) -> Int {
        let architecture = transformer.architecture
        return architecture.operations.reduce(0) {
            $0 + architecture.multiplyAddCount(of: $1, tokenCount: tokenCount)
        }
    }
}
