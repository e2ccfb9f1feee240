internal import Cryptography
package import Encodings
internal import Scenarios
package import Trials

/// A scenario of the steps that a bundle's shortest attack took.
package enum ScenarioExport {
    /// The parts of a scenario that nobody can tell from a bundle.
    package struct Words {
        let id: String
        let holes: [String]

        package init(id: String, holes: [String]) {
            self.id = id
            self.holes = holes
        }
    }

    /// - Parameters:
    ///   - played: the shortest attack, played again.
    ///   - expectations: verdict and guards of each profile.
    /// **Throws:** ``EvidenceFault`` where the session has no declaration or no break.
    package static func document(
        _ played: Played, _ bundle: EvidenceBundle, _ words: Words,
        expectations: (Profile) -> (verdict: Verdict, guards: [String])
    ) throws(EvidenceFault) -> JSONValue {
        guard let declaration = played.declaration, let oracle = played.judgement.oracle,
            oracle != Judgement.honestUse
        else {
            throw EvidenceFault(
                EvidenceBundle.minimisedFile, "", "an attack that makes an oracle fire",
                played.judgement.verdict.rawValue)
        }
        func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        let assumptions = declaration.assumptions
        var members = [
            JSONMember("schema", .string(Scenario.schema)),
            JSONMember("id", .string(words.id)),
            JSONMember("system", .string(declaration.system)),
            JSONMember("claim", .string(declaration.claim.rawValue)),
            JSONMember("severity", .string(declaration.severity.rawValue)),
            JSONMember("title", .string(title(declaration))),
            JSONMember("about", .string(declaration.about)),
            JSONMember("references", texts(declaration.references)),
            JSONMember("entry", .string(assumptions.surfaces.first ?? "")),
            JSONMember("oracle", .string(oracle)),
            JSONMember(
                "assumes",
                .object([
                    JSONMember("work_share", .string(assumptions.workShare)),
                    JSONMember("keys", texts(assumptions.keys)),
                    JSONMember("surfaces", texts(assumptions.surfaces)),
                ])),
            JSONMember("recorded", .string(bundle.facts.seeds.arenaText)),
        ]
        if declaration.nodeCount > 1 {
            members.append(JSONMember("nodes", .integer(declaration.nodeCount)))
        }
        members += [
            JSONMember("steps", .array(steps(played.acts))),
            JSONMember(
                "expect",
                .object(
                    Profile.allCases.map { profile in
                        let expectation = expectations(profile)
                        return JSONMember(
                            profile.rawValue,
                            .object([
                                JSONMember("verdict", .string(expectation.verdict.rawValue)),
                                JSONMember("guards", texts(expectation.guards)),
                            ]))
                    })),
            JSONMember("holes", texts(words.holes)),
        ]
        return .object(members)
    }

    private static func title(_ declaration: Declaration) -> String {
        let sentence = declaration.about.split(separator: ".", maxSplits: 1).first
        return String((sentence ?? "").prefix(100))
    }

    /// The session's requests as steps: bytes of a script's own become an artefact first.
    private static func steps(_ acts: [SessionAct]) -> [JSONValue] {
        var steps: [JSONValue] = []
        func add(_ name: String, _ members: [JSONMember]) {
            steps.append(.object([JSONMember("do", .string(name))] + members))
        }
        for act in acts {
            let bytes = act.parameters.first { $0.key == "bytes" }?.value.stringValue
                .flatMap(Base64.bytes(of:))
            let others = act.parameters.filter { $0.key != "bytes" }
            let hex = bytes.map { JSONMember("hex", .string(Hexadecimal.text(of: $0))) }
            switch act.method {
            case "keep": add("bytes", others + (hex.map { [$0] } ?? []))
            case "submit":
                guard let hex else { fallthrough }
                let name = JSONValue.string("bytes-\(steps.count + 1)")
                add("bytes", [JSONMember("as", name), hex])
                add("submit", [JSONMember("what", name)] + others)
            default: add(act.method, act.parameters)
            }
        }
        return steps
    }
}
