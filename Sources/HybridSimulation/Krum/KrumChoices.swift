internal import HybridChain
internal import PublishedHybrid
internal import PythonValues

/// The choices of each form among a round's deltas.
struct KrumChoices {
    private let hardened: HybridChain.KrumSelection
    private let published: [Int]

    init(_ deltas: [[Int64]], ids: [[UInt8]], faultCount: Int) {
        hardened = HybridChain.KrumSelection(deltas, ids: ids, faultCount: faultCount)
        published = Self.published(deltas)
    }

    /// Their places.
    func chosen(_ form: KrumForm) -> [Int] {
        switch form {
        case .krum: [hardened.first]
        case .multiKrum: hardened.chosen
        case .published: published
        }
    }

    private static let name = PythonText("delta")

    /// The published averager's own choice, in exact integers: all deltas have one tensor of one
    /// shape, so nothing is refused.
    private static func published(_ deltas: [[Int64]]) -> [Int] {
        let retrieved = deltas.map { delta in
            DeltaTensor(
                format: .single, shape: [delta.count],
                elements: delta.map { .integer(Int128($0)) }
            ).map { RetrievedDelta.tensors(TensorDelta([(name, $0)])) } ?? .noDictionary
        }
        let count = min(deltas.count, PublishedHybrid.KrumSelection.chosenCountMax)
        do throws(PythonError) {
            return try PublishedHybrid.KrumSelection.chosen(of: retrieved, count: count)
        } catch {
            preconditionFailure("deltas of one shape are refused: \(error)")
        }
    }
}
