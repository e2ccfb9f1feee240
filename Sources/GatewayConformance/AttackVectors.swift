internal import Conformance
internal import PythonValues

/// The page's attacks on the published code, replayed by their steps.
struct AttackVectors: VectorJudge {
    let name = "attacks"

    private static let replays =
        ReceiptAttacks.replays + EpochAttacks.replays + MoneyAttacks.replays
        + NetworkAttacks.replays

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["steps"] != nil && $0["outcome"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().map { vector in
            let id = try vector.member("id").string()
            let steps = try vector.member("steps").string()
            let index = "\(try vector.caseIndex()) \(id)"
            guard
                let replay = Self.replays.first(where: {
                    $0.id.utf8.elementsEqual(id.utf8) && $0.steps.utf8.elementsEqual(steps.utf8)
                })
            else {
                return VectorOutcome(
                    index: index, .skipped(reason: "no replay of these steps: \(steps)"))
            }
            return VectorOutcome(
                index: index,
                expected: try PythonJSONWriter.text(vector.member("outcome").value),
                got: Self.got(replay))
        }
    }

    private static func got(_ replay: AttackReplay) -> String {
        do {
            return try PythonJSONWriter.text(replay.run())
        } catch {
            // A step that should have been answered was not.
            return "\(error)"
        }
    }
}
