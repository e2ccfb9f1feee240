internal import Encodings
internal import Trials

/// Members whose values are changes of bytes.
extension StepMember where Value == PerProfile<FieldEdits> {
    /// Changes of fields under each profile's name: `published` and `hardened`.
    ///
    /// - Parameters:
    ///   - sealed: whether the edits may name seals and a signer.
    ///   - grant: asked of the attacker for the edits of a profile; nil where nothing is.
    package static func edits(
        sealed: Bool,
        asking grant:
            @escaping @Sendable (FieldEdits) -> (member: String, grant: StepUse.Grant)? = { _ in
                nil
            }
    ) -> Self {
        let members = "set, add, remove, rename" + (sealed ? ", seal, sign" : "")
        let descriptions = Profile.allCases.map { profile in
            StepMemberDescription(
                name: profile.rawValue, type: "object of \(members)", standard: "{}",
                help: "Changes of fields under the \(profile.rawValue) rules.",
                schema: [JSONMember("type", .string("object"))])
        }
        return Self(descriptions) { (object, use) throws(ScenarioError) in
            guard sealed else { return try FieldEdits.ofJSON(&object) }
            let edits = try FieldEdits.perProfile(&object)
            for case let (member, grant)? in edits.both.map(grant) { use.ask(grant, at: member) }
            return edits
        }
    }
}

extension StepMember where Value == Splice {
    /// A change of bytes that knows nothing of their meaning.
    package static func splice(_ name: String = "splice", _ help: String) -> Self {
        Self([
            StepMemberDescription(
                name: name, type: "splice", standard: nil, help: help,
                schema: [JSONMember("type", .string("object"))])
        ]) { (object, _) throws(ScenarioError) in try Splice(try object.object(name)) }
    }
}

extension StepMember where Value == PerProfile<[Splice]> {
    /// Splices of both profiles, under `splices`, and of each under its name.
    package static func splices() -> Self {
        let names = ["splices"] + Profile.allCases.map(\.rawValue)
        let descriptions = names.map { name in
            StepMemberDescription(
                name: name, type: "splices", standard: "[]",
                help: name == "splices"
                    ? "Changes under both rules." : "Further changes under the \(name) rules.",
                schema: [
                    JSONMember("type", .string("array")),
                    JSONMember(
                        "items", .object([JSONMember("type", .string("object"))])),
                ])
        }
        return Self(descriptions) { (object, _) throws(ScenarioError) in
            let common = try read(&object, "splices")
            return try PerProfile { profile throws(ScenarioError) in
                common + (try read(&object, profile.rawValue))
            }
        }
    }

    private static func read(
        _ object: inout StrictObject, _ key: String
    ) throws(ScenarioError) -> [Splice] {
        var splices: [Splice] = []
        for splice in try object.objects(key) { splices.append(try Splice(splice)) }
        return splices
    }
}

extension StepMember where Value == [UInt8] {
    /// Bytes as lower-case hex; none where the member is missing.
    package static func hexadecimal(_ name: String, _ help: String) -> Self {
        Self([
            StepMemberDescription(
                name: name, type: "hex", standard: "\"\"", help: help,
                schema: [
                    JSONMember("type", .string("string")),
                    JSONMember("pattern", .string("^([0-9a-f]{2})*$")),
                ])
        ]) { (object, _) throws(ScenarioError) in
            let text = try object.optionalText(name) ?? ""
            guard let bytes = Hexadecimal.bytes(of: text) else {
                throw object.wrong(name, "lower-case hex", text)
            }
            return bytes
        }
    }
}
