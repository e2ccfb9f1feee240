internal import Encodings

/// A JSON Schema of members in their order.
private func schemaOf(_ members: (String, JSONValue)...) -> [JSONMember] {
    members.map { JSONMember($0.0, $0.1) }
}

private let textSchema = schemaOf(("type", .string("string")))

extension StepMember where Value == String {
    /// A text. **Throws:** on reading, where it is missing and has no standard.
    package static func text(_ name: String, standard: String? = nil, _ help: String) -> Self {
        Self([
            StepMemberDescription(
                name: name, type: "text", standard: standard.map { "\"\($0)\"" }, help: help,
                schema: textSchema)
        ]) { (object, _) throws(ScenarioError) in
            if let standard { return try object.optionalText(name) ?? standard }
            return try object.text(name)
        }
    }

    /// The name of the artefact that the step makes.
    package static func makes(_ help: String = "The artefact's name.") -> Self {
        Self(Self.text("as", help).descriptions) { (object, use) throws(ScenarioError) in
            let name = try object.text("as")
            use.make(name)
            return name
        }
    }

    /// The name of an artefact that a step before made.
    package static func takes(_ name: String, _ help: String) -> Self {
        Self([described(name, "artefact", help)]) { (object, use) throws(ScenarioError) in
            let artefact = try object.text(name)
            use.take(artefact, at: name)
            return artefact
        }
    }

    /// An actor whose key the attacker must be granted.
    package static func key(_ name: String, _ help: String) -> Self {
        Self([described(name, "actor, granted", help)]) { (object, use) throws(ScenarioError) in
            let actor = try object.text(name)
            use.ask(.key(actor), at: name)
            return actor
        }
    }

    /// A surface that the attacker must be granted.
    package static func surface(_ name: String = "to", _ help: String) -> Self {
        Self([described(name, "surface, granted", help)]) { (object, use) throws(ScenarioError) in
            let surface = try object.text(name)
            use.ask(.surface(surface), at: name)
            return surface
        }
    }

    private static func described(
        _ name: String, _ type: String, _ help: String
    ) -> StepMemberDescription {
        StepMemberDescription(
            name: name, type: type, standard: nil, help: help, schema: textSchema)
    }
}

extension StepMember where Value == String? {
    /// A text that may be missing.
    package static func optionalText(_ name: String, _ help: String) -> Self {
        Self([
            StepMemberDescription(
                name: name, type: "text", standard: "", help: help,
                schema: textSchema)
        ]) { (object, _) throws(ScenarioError) in try object.optionalText(name) }
    }

    /// The name of an artefact, where the step makes one.
    package static func mayMake(_ help: String = "The artefact's name.") -> Self {
        Self(Self.optionalText("as", help).descriptions) { (object, use) throws(ScenarioError) in
            let name = try object.optionalText("as")
            if let name { use.make(name) }
            return name
        }
    }

    /// The name of an artefact that a step before made, where the step takes one.
    package static func mayTake(_ name: String, _ help: String) -> Self {
        Self([
            StepMemberDescription(
                name: name, type: "artefact", standard: "", help: help,
                schema: textSchema)
        ]) { (object, use) throws(ScenarioError) in
            let artefact = try object.optionalText(name)
            if let artefact { use.take(artefact, at: name) }
            return artefact
        }
    }
}

extension StepMember where Value == Int {
    /// - Parameter range: of values; others are an error of the file.
    package static func integer(
        _ name: String, in range: ClosedRange<Int>, standard: Int? = nil, _ help: String
    ) -> Self {
        Self([.integer(name, range, standard.map { "\($0)" }, help)]) {
            (object, _) throws(ScenarioError) in
            if let standard { return try object.optionalInteger(name, in: range) ?? standard }
            return try object.integer(name, in: range)
        }
    }
}

extension StepMember where Value == Int? {
    package static func optionalInteger(
        _ name: String, in range: ClosedRange<Int>, _ help: String
    ) -> Self {
        Self([.integer(name, range, "", help)]) { (object, _) throws(ScenarioError) in
            try object.optionalInteger(name, in: range)
        }
    }
}

extension StepMemberDescription {
    fileprivate static func integer(
        _ name: String, _ range: ClosedRange<Int>, _ standard: String?, _ help: String
    ) -> Self {
        Self(
            name: name, type: "integer \(range.lowerBound) to \(range.upperBound)",
            standard: standard, help: help,
            schema: schemaOf(
                ("type", .string("integer")), ("minimum", .integer(range.lowerBound)),
                ("maximum", .integer(range.upperBound))))
    }
}

extension StepMember
where Value: RawRepresentable<String> & CaseIterable {
    /// A choice among a type's texts.
    package static func choice(
        _ name: String, _ type: Value.Type, standard: Value? = nil, _ help: String
    ) -> Self {
        let texts = Value.allCases.map(\.rawValue)
        return Self([
            StepMemberDescription(
                name: name, type: texts.joined(separator: ", "),
                standard: standard.map { "\"\($0.rawValue)\"" }, help: help,
                schema: schemaOf(("enum", .array(texts.map { .string($0) }))))
        ]) { (object, _) throws(ScenarioError) in
            if let standard { return try object.optionalChoice(name, type) ?? standard }
            return try object.choice(name, type)
        }
    }
}

extension StepMember where Value == [String] {
    /// Texts; none where the member is missing.
    package static func texts(_ name: String, _ help: String) -> Self {
        Self([.texts(name, "texts", help)]) { (object, _) throws(ScenarioError) in
            try object.texts(name)
        }
    }

    /// Artefacts that steps before made; none where the member is missing.
    ///
    /// - Parameter isArtefact: whether a text names one, rather than a place of the system.
    package static func takesAll(
        _ name: String, isArtefact: @escaping @Sendable (String) -> Bool = { _ in true },
        _ help: String
    ) -> Self {
        Self([.texts(name, "artefacts", help)]) { (object, use) throws(ScenarioError) in
            let names = try object.texts(name)
            for (index, artefact) in names.enumerated() where isArtefact(artefact) {
                use.take(artefact, at: "\(name)[\(index)]")
            }
            return names
        }
    }
}

extension StepMemberDescription {
    fileprivate static func texts(_ name: String, _ type: String, _ help: String) -> Self {
        Self(
            name: name, type: type, standard: "[]", help: help,
            schema: schemaOf(
                ("type", .string("array")),
                ("items", .object([JSONMember("type", .string("string"))]))))
    }
}
