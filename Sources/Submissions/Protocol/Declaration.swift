internal import Encodings
package import Scenarios
package import Trials

/// The claim that a script attacks and the powers that it asks for, said before anything else and
/// frozen from then on.
package struct Declaration: Sendable {
    package let name: String
    package let version: String
    package let author: String
    package let about: String
    package let system: String
    package let claim: Claim
    package let severity: Severity
    package let assumptions: Assumptions
    /// Nodes of the system, 1 to ``Scenario/nodeCountMax``.
    package let nodeCount: Int
    /// The verdict that the author expects of each profile.
    package let expectations: PerProfile<Verdict>
    /// Guards that the attack must meet.
    package let guards: [Guard]
    package let references: [String]

    private static let shortByteCountMax = 100
    private static let longByteCountMax = 2_000
    private static let listCountMax = 32

    /// - Parameters:
    ///   - parameters: of the request `declare`.
    ///   - systems: those that can be attacked.
    ///   - claim: the claim that the script is judged by; nil for the one that it declares.
    /// **Throws:** ``ProtocolFault`` of kind `declaration`.
    init(
        _ parameters: JSONValue, systems: [any ScriptedTrials], profile: Profile, claim: Claim?
    ) throws(ProtocolFault) {
        do {
            try self.init(reading: parameters, systems, profile, claim)
        } catch {
            throw ProtocolFault(.declaration, "\(error)")
        }
    }

    private init(
        reading parameters: JSONValue, _ systems: [any ScriptedTrials], _ profile: Profile,
        _ judgedClaim: Claim?
    ) throws(ScenarioError) {
        var object = try StrictObject(parameters, file: "the script", place: "declare")
        name = try Self.text(&object, "name", Self.shortByteCountMax)
        guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil else {
            throw object.wrong(
                "name", "letters and digits of ASCII, '.', '_' and '-'",
                JSONValue.string(name).kind)
        }
        version = try Self.text(&object, "version", Self.shortByteCountMax)
        author = try Self.text(&object, "author", Self.shortByteCountMax)
        about = try Self.text(&object, "about", Self.longByteCountMax)
        let systemName = try object.text("system")
        guard let system = systems.first(where: { $0.name.isSpelled(systemName) }) else {
            throw object.wrong(
                "system", "one of \(systems.map(\.name).joined(separator: ", "))",
                JSONValue.string(systemName).kind)
        }
        self.system = system.name
        claim = try object.choice("claim", Claim.self)
        if let judgedClaim, claim != judgedClaim {
            throw object.wrong(
                "claim", "the claim that it is judged by, \(judgedClaim.rawValue)", claim.rawValue)
        }
        guard system.canJudge(claim, profile) else {
            throw object.wrong(
                "claim", "a claim that \(system.name) makes under the \(profile.rawValue) rules",
                claim.rawValue)
        }
        severity = try object.choice("severity", Severity.self)
        var assumes = try object.object("assumes")
        assumptions = try Self.assumptions(&assumes, of: system)
        nodeCount =
            try object.optionalInteger(
                "nodes", in: 1...min(system.nodeCountMax, Scenario.nodeCountMax)) ?? 1
        var expects = try object.optionalObject("expects")
        expectations = try PerProfile { profile throws(ScenarioError) in
            try expects?.optionalChoice(profile.rawValue, Verdict.self) ?? .held
        }
        try expects?.finish()
        guards = try Self.guards(&object, of: system, profile)
        references = try Self.list(&object, "references")
        try object.finish()
    }

    private static func assumptions(
        _ object: inout StrictObject, of system: any ScriptedTrials
    ) throws(ScenarioError) -> Assumptions {
        let place = object
        let assumptions = try Assumptions(&object)
        for (member, texts) in [("keys", assumptions.keys), ("surfaces", assumptions.surfaces)] {
            guard texts.count <= listCountMax,
                texts.allSatisfy(PlainName.isName),
                Set(texts).count == texts.count  // count only, never iterated
            else {
                throw place.wrong(
                    member,
                    "at most \(listCountMax) names, each once, of 1 to 64 letters and digits of "
                        + "ASCII, '.', '_' and '-'", "others")
            }
        }
        if let excess = system.excess(of: assumptions) {
            throw place.wrong(excess.member, excess.expected, excess.got)
        }
        return assumptions
    }

    private static func guards(
        _ object: inout StrictObject, of system: any ScriptedTrials, _ profile: Profile
    ) throws(ScenarioError) -> [Guard] {
        let names = try list(&object, "guards")
        let all = Profile.allCases.flatMap { system.guards($0) }
        for name in names where !all.contains(where: { $0.name.isSpelled(name) }) {
            let known = all.map(\.name).reduce(into: [String]()) {
                if !$0.contains($1) { $0.append($1) }
            }
            throw object.wrong(
                "guards", "guards of \(system.name): \(known.joined(separator: ", "))",
                JSONValue.string(name).kind)
        }
        // A guard of the other profile alone cannot be met here.
        let here = system.guards(profile)
        return names.map { Guard($0) }.filter { here.contains($0) }
    }

    private static func list(
        _ object: inout StrictObject, _ key: String
    ) throws(ScenarioError) -> [String] {
        let texts = try object.texts(key)
        guard texts.count <= listCountMax,
            texts.allSatisfy({ $0.utf8.count <= shortByteCountMax && isPlain($0) })
        else {
            throw object.wrong(
                key, "at most \(listCountMax) plain texts of at most \(shortByteCountMax) bytes",
                "others")
        }
        return texts
    }

    /// A text that no terminal and no report's reader takes for anything but a text.
    private static func text(
        _ object: inout StrictObject, _ key: String, _ byteCountMax: Int
    ) throws(ScenarioError) -> String {
        let text = try object.text(key)
        guard (1...byteCountMax).contains(text.utf8.count) else {
            throw object.wrong(key, "1 to \(byteCountMax) bytes", "\(text.utf8.count)")
        }
        guard isPlain(text) else {
            throw object.wrong(
                key, "a text without control characters and line breaks",
                JSONValue.string(text).kind)
        }
        return text
    }

    private static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned,
                .privateUse:
                false
            default: true
            }
        }
    }
}

extension ScriptedTrials {
    /// Whether a claim has an oracle here.
    fileprivate func canJudge(_ claim: Claim, _ profile: Profile) -> Bool {
        !oracles(of: claim, profile).isEmpty
    }
}
