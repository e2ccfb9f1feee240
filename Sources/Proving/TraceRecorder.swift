internal import Architectures
internal import Cryptography
internal import Fingerprints
internal import Inference
internal import Traces

/// Takes down what a pass shows of a batch: digests, and the integers of the one operation whose
/// values are asked for.
final class TraceRecorder: ForwardObserver {
    private let plan: TracePlan
    /// [place in the schedule]; nil for all.
    private let isWanted: [Bool]?
    /// [sequence][place in the schedule]; nil where nothing was seen.
    private(set) var digests: [[Digest?]]
    /// [sequence], row-major.
    private(set) var values: [[Int64]]

    init(_ plan: TracePlan, sequenceCount: Int, isWanted: [Bool]? = nil) {
        self.plan = plan
        self.isWanted = isWanted
        digests = Array(
            repeating: Array(repeating: nil, count: plan.schedule.count), count: sequenceCount)
        values = Array(repeating: [], count: sequenceCount)
    }

    func looksAt(_ operation: Operation) -> Bool {
        guard let place = plan.place(of: operation) else { return false }
        return isWanted?[place] ?? true
    }

    func observe(_ operation: Operation, place: Int, sequence: Int, _ tensor: ObservedTensor) {
        guard let place = plan.place(of: operation) else { return }
        var digest = TensorDigest(
            dimensions: tensor.dimensions, elementType: tensor.isWide ? .int64 : .int32)
        tensor.forEachRun(narrow: { digest.update($0) }, wide: { digest.update($0) })
        digests[sequence][place] = digest.finalized()
        if place == plan.valuesPlace { values[sequence] = tensor.elements }
    }

    /// The rows that the proof reads, and the proof itself.
    func record(_ fingerprint: Fingerprint, sequence: Int) {
        guard let place = plan.rowsPlace else { return }
        let rows = fingerprint.heads.map(\.row)
        var digest = TensorDigest(
            dimensions: [rows.count, rows[0].count], elementType: .int32)
        for row in rows { digest.update(row[...]) }
        digests[sequence][place] = digest.finalized()
        if place == plan.valuesPlace { values[sequence] = Array(rows.joined()) }
        if let place = plan.proofPlace { digests[sequence][place] = fingerprint.proofDigest }
    }
}
