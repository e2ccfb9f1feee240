internal import Conformance
internal import PublishedMeshChain
internal import PythonValues

/// The curves by which the chain pays early calls more, each entry a case.
struct ChainCurveVectors: VectorJudge {
    let name = "chain_curves"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard let first = document.firstMember(of: "tables") else { return false }
        return first["curve"] != nil && first["factor"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("tables").elements().enumerated().flatMap {
            number, table in
            let isValidator = try table.member("curve").string() == "validator"
            let progress = try table.member("progress").elements()
            let factors = try table.member("factor").elements()
            guard progress.count == factors.count else {
                throw VectorFormError(
                    place: table.place, expected: "a factor for each progress", got: "others")
            }
            return try zip(progress, factors).enumerated().map { index, entry in
                let place = try entry.0.amount()
                let got =
                    isValidator
                    ? RewardCurve.published.validator(progress: place)
                    : RewardCurve.published.attestor(progress: place)
                return VectorOutcome(
                    index: "\(number) \(index)", expected: try entry.1.string(),
                    got: String(got))
            }
        }
    }
}
