internal import Scenarios

extension ReceiptOperation {
    package var made: String? {
        switch self {
        case .receipt(let plan), .withhold(let plan), .elsewhere(let plan, _): plan.artefact
        case .take(let name, _, _), .batch(let name, _): name
        case .make(let step): step.artefact
        case .ballot(let step): step.artefact
        case .request(let step): step.artefact
        case .alter(let step): step.artefact
        case .bytes(let step): step.artefact
        default: nil
        }
    }

    package var taken: [(member: String, name: String)] {
        switch self {
        case .alter(let step): [("of", step.of)]
        case .bytes(let step): step.of.map { [("of", $0)] } ?? []
        case .batch(_, let names): StepArtefacts.all("what", names)
        case .submit(let name, _, _, _): [("what", name)]
        default: []
        }
    }
}
