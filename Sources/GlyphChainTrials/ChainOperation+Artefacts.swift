internal import Scenarios

extension ChainOperation {
    package var made: String? {
        switch self {
        case .withhold(let name, _), .take(let name, _, _), .file(let name, _): name
        case .payment(let step): step.artefact
        case .forge(let step): step.artefact
        case .alter(let step): step.artefact
        case .bytes(let step): step.artefact
        case .message(let step): step.artefact
        default: nil
        }
    }

    package var taken: [(member: String, name: String)] {
        switch self {
        case .forge(let step):
            Self.place(step.on) + StepArtefacts.all("transactions", step.transactions)
        case .alter(let step):
            [("of", step.of)] + StepArtefacts.all("transactions", step.transactions ?? [])
        case .bytes(let step): step.of.map { [("of", $0)] } ?? []
        case .file(_, let blocks):
            StepArtefacts.all("blocks", blocks).filter { !$0.name.hasPrefix("main:") }
        case .message(let step): StepArtefacts.all("what", step.what) + Self.place(step.on)
        case .submit(let name, _, _, _, _): [("what", name)]
        case .twin(let names, _, _): StepArtefacts.all("what", names)
        default: []
        }
    }

    /// Places of the main chain are no artefacts.
    private static func place(_ name: String) -> [(member: String, name: String)] {
        name == "tip" || name.hasPrefix("height:") ? [] : [("on", name)]
    }
}
