internal import Conformance
internal import PythonValues

/// The hardened chain's objects, each judged alone in a world that the file states.
struct HardenedObjectVectors: VectorJudge {
    let name = "hardened_objects"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard let first = document.firstHardened("worlds") else { return false }
        return first["genesis"] != nil && first["deltas"] != nil && first["updates"] != nil
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

extension PythonDictionary {
    /// The first of a list of objects.
    func firstHardened(_ list: String) -> PythonDictionary? {
        guard case .list(let elements)? = self[list], case .dictionary(let first)? = elements.first
        else { return nil }
        return first
    }
}
