internal import Trials

/// Which artefacts steps make and take, so that a name that nothing makes is told when the file is
/// read and not by a trial.
enum StepArtefacts {
    /// **Throws:** ``ScenarioError`` at a step that takes an artefact which no step before it makes
    /// under the same rules, or makes one a second time.
    static func check(_ steps: [Step], file: String) throws(ScenarioError) {
        for profile in Profile.allCases {
            var made: Set<String> = []  // membership only, never iterated
            for step in steps where step.profile == nil || step.profile == profile {
                for (member, name) in step.operation.taken where !made.contains(name) {
                    throw ScenarioError(
                        file: file, place: "\(step.place).\(member)",
                        expected: "an artefact that a step before it makes under the "
                            + "\(profile.rawValue) rules", got: "\"\(name)\"")
                }
                guard let name = step.operation.made else { continue }
                guard made.insert(name).inserted else {
                    throw ScenarioError(
                        file: file, place: "\(step.place).as",
                        expected: "a name that no step before it gives", got: "\"\(name)\"")
                }
            }
        }
    }

    /// `names` of a member that holds several.
    static func all(
        _ member: String, _ names: [String]
    ) -> [(member: String, name: String)] {
        names.enumerated().map { ("\(member)[\($0)]", $1) }
    }
}

extension ChainOperation {
    var made: String? {
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

    var taken: [(member: String, name: String)] {
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

extension ReceiptOperation {
    var made: String? {
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

    var taken: [(member: String, name: String)] {
        switch self {
        case .alter(let step): [("of", step.of)]
        case .bytes(let step): step.of.map { [("of", $0)] } ?? []
        case .batch(_, let names): StepArtefacts.all("what", names)
        case .submit(let name, _, _, _): [("what", name)]
        default: []
        }
    }
}
