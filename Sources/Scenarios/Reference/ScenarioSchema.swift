package import Encodings
internal import Trials

/// A JSON Schema (2020-12) of scenario files, for editors: names, ranges and choices. What the
/// parts say of each other, the program alone checks.
package enum ScenarioSchema {
    package static func document(_ systems: [any SystemTrials]) -> JSONValue {
        object([
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string("A scenario of GlyphLab, \(Scenario.schema)")),
            ("oneOf", .array(systems.map(scenario))),
        ])
    }

    private static func object(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(members.map { JSONMember($0.0, $0.1) })
    }

    private static func texts(_ values: [String]) -> JSONValue {
        .array(values.map { .string($0) })
    }

    private static func choice(_ values: [String]) -> JSONValue {
        object([("enum", texts(values))])
    }

    private static func list(of items: JSONValue) -> JSONValue {
        object([("type", .string("array")), ("items", items)])
    }

    private static func integer(_ range: ClosedRange<Int>) -> JSONValue {
        object([
            ("type", .string("integer")), ("minimum", .integer(range.lowerBound)),
            ("maximum", .integer(range.upperBound)),
        ])
    }

    private static let text = object([("type", .string("string"))])

    /// An object without members of other names.
    private static func closed(
        _ properties: [(String, JSONValue)], optional: Set<String> = []  // never iterated
    ) -> JSONValue {
        object([
            ("type", .string("object")), ("properties", object(properties)),
            ("required", texts(properties.map(\.0).filter { !optional.contains($0) })),
            ("additionalProperties", .boolean(false)),
        ])
    }

    private static func scenario(of system: any SystemTrials) -> JSONValue {
        closed(
            [
                ("schema", object([("const", .string(Scenario.schema))])),
                ("id", object([("pattern", .string("^[A-Z0-9]{2,8}-[0-9]{2,3}[a-z]?$"))])),
                ("system", object([("const", .string(system.name))])),
                ("claim", choice(Claim.allCases.map(\.rawValue))),
                ("severity", choice(Severity.allCases.map(\.rawValue))),
                ("title", text), ("about", text), ("references", list(of: text)),
                ("entry", choice(system.entries)), ("oracle", choice(system.oracles)),
                (
                    "assumes",
                    closed(
                        [
                            ("work_share", object([("pattern", .string("^[0-9]+/[0-9]+$"))])),
                            ("keys", list(of: text)), ("surfaces", list(of: text)),
                        ], optional: ["keys", "surfaces"])
                ),
                ("seed", text),
                ("recorded", object([("pattern", .string("^[0-9a-f]{64}$"))])),
                ("budget", object([("type", .string("object"))])),
                ("nodes", integer(1...min(system.nodeCountMax, Scenario.nodeCountMax))),
                ("steps", list(of: object([("oneOf", .array(system.stepKinds.map(step)))]))),
                ("expect", expectations(of: system)),
                ("holes", list(of: text)),
            ], optional: ["references", "seed", "recorded", "budget", "nodes", "holes"])
    }

    private static func expectations(of system: any SystemTrials) -> JSONValue {
        closed(
            Profile.allCases.map { profile in
                let guards = list(of: choice(system.guards(profile).map(\.name)))
                let verdicts = choice(Verdict.ofScenarios.map(\.rawValue))
                return (
                    profile.rawValue,
                    closed([("verdict", verdicts), ("guards", guards)], optional: ["guards"])
                )
            }, optional: [Profile.published.rawValue])
    }

    private static func step(of kind: StepKindDescription) -> JSONValue {
        var properties = [
            ("do", object([("const", .string(kind.name))])),
            ("profile", choice(Profile.allCases.map(\.rawValue))),
            ("at", integer(0...Scenario.nodeCountMax - 1)),
        ]
        var optional: Set = ["profile", "at"]  // never iterated
        for member in kind.members {
            let help = JSONMember("description", .string(member.help))
            properties.append((member.name, .object(member.schema + [help])))
            if member.standard != nil { optional.insert(member.name) }
        }
        return closed(properties, optional: optional)
    }
}
