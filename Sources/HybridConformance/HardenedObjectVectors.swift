internal import Conformance
internal import PythonValues

/// The hardened chain's objects, each judged alone in a world that the file states.
struct HardenedObjectVectors: VectorJudge {
    let name = "hardened_objects"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "worlds", has: ["genesis", "deltas", "updates"])
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("worlds").elements().enumerated().flatMap {
            (index, vector) -> [VectorOutcome] in
            let world = try HardenedWorld(vector)
            let label = "world \(index)"
            return try HardenedUpdateCases.outcomes(label, vector, world)
                + HardenedLedgerCases.outcomes(label, vector, world)
        }
    }
}
