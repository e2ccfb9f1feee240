internal import Architectures
internal import Cryptography
internal import Fingerprints
internal import Inference
internal import Traces

/// Takes down what a pass shows of a batch: digests, and the integers of the one operation whose
/// values are asked for.
final class TraceRecorder: ForwardObserver {
    private let plan: TracePlan
    /// [sequence][place in the schedule]; nil where nothing was seen.
    private(set) var digests: [[Digest?]]
    /// [sequence], row-major.
    private(set) var values: [[Int64]]

    /// A tensor whose digest waits for another.
    private var waiting: Waiting?

    private struct Waiting {
        let sequence: Int
        let place: Int
        let whole: TensorDigest.Whole
    }

    init(_ plan: TracePlan, sequenceCount: Int) {
        self.plan = plan
        digests = Array(
            repeating: Array(repeating: nil, count: plan.schedule.count), count: sequenceCount)
        values = Array(repeating: [], count: sequenceCount)
    }

    func looksAt(_ operation: Operation) -> Bool { plan.place(of: operation) != nil }

    func observe(_ operation: Operation, place: Int, sequence: Int, _ tensor: ObservedTensor) {
        guard let place = plan.place(of: operation) else { return }
        if let elements = tensor.contiguous {
            let whole = TensorDigest.Whole(dimensions: tensor.dimensions, elements: elements)
            take(Waiting(sequence: sequence, place: place, whole: whole))
        } else {
            var digest = TensorDigest(
                dimensions: tensor.dimensions, elementType: tensor.isWide ? .int64 : .int32)
            tensor.forEachRun(narrow: { digest.update($0) }, wide: { digest.update($0) })
            digests[sequence][place] = digest.finalized()
        }
        if place == plan.valuesPlace { values[sequence] = tensor.elements }
    }

    /// Digests come in pairs, which are computed side by side; the last of an odd number is alone.
    func finish(_ operation: Operation) {
        guard let last = waiting else { return }
        waiting = nil
        var digest = TensorDigest(
            dimensions: last.whole.dimensions, elementType: .int32)
        digest.update(last.whole.elements)
        digests[last.sequence][last.place] = digest.finalized()
    }

    private func take(_ tensor: Waiting) {
        guard let first = waiting else {
            waiting = tensor
            return
        }
        waiting = nil
        let pair = TensorDigest.digests(first.whole, tensor.whole)
        digests[first.sequence][first.place] = pair.left
        digests[tensor.sequence][tensor.place] = pair.right
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
        if let place = plan.proofPlace {
            digests[sequence][place] = Digests.sha256(
                "\(fingerprint.salt)|\(fingerprint.text)".utf8)
        }
    }
}
