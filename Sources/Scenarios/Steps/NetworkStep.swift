internal import Encodings
package import Trials

/// A change of the network between a trial's nodes.
package enum NetworkStep: Sendable {
    /// Each node's side; no message crosses from one to another.
    case divide([Int])
    /// The network whole, and free of faults.
    case unite
    case faults(NetworkFaults)
}

extension StepKind {
    /// The kinds of steps that change the network, for a system of several nodes.
    package static func network(
        _ make: @escaping @Sendable (NetworkStep) -> Operation
    ) -> [StepKind] {
        [
            StepKind(
                "divide", "Cut the network between the nodes.", StepMember<[Int]>.sides(),
                make: { make(.divide($0)) }),
            .plain("unite", "Make the network whole and free of faults.", make(.unite)),
            StepKind(
                "faults", "Let the network lose, double and delay messages from here on.",
                StepMember<Int>.integer(
                    "drop", in: 0...1_000, standard: 0, "Messages lost of a thousand."),
                .integer(
                    "duplicate", in: 0...1_000, standard: 0, "Messages doubled of a thousand."),
                .integer(
                    "delay", in: 1...60_000, standard: 50,
                    "The longest way of a message, milliseconds; it may be as short as 1.")
            ) { drop, duplicate, delay in
                var faults = NetworkFaults.none
                faults.dropPermille = drop
                faults.duplicatePermille = duplicate
                faults.delayMilliseconds = 1...delay
                return make(.faults(faults))
            },
        ]
    }

    /// The kind of step that takes a message which a node sent to the attacker.
    ///
    /// - Parameter surface: where nodes hear each other; the attacker must be granted it.
    package static func hear(
        _ surface: Surface,
        _ make: @escaping @Sendable (_ artefact: String, _ source: Int) -> Operation
    ) -> StepKind {
        StepKind(
            "hear", "Take the latest goods that the node sent to the attacker.",
            StepMember<String>.makes(),
            .integer("source", in: 1...800, standard: 1, "The attacker's connection."),
            grants: [("do", .surface(surface.name))], make: make)
    }
}

extension StepMember where Value == [Int] {
    /// A side for each node.
    fileprivate static func sides() -> Self {
        let range = 0...15
        let items = JSONValue.object([
            JSONMember("type", .string("integer")),
            JSONMember("minimum", .integer(range.lowerBound)),
            JSONMember("maximum", .integer(range.upperBound)),
        ])
        return Self([
            StepMemberDescription(
                name: "sides", type: "integers 0 to 15", standard: nil,
                help: "The side of each node, in their order.",
                schema: [JSONMember("type", .string("array")), JSONMember("items", items)])
        ]) { (object, use) throws(ScenarioError) in
            let sides = try object.integers("sides", in: range)
            use.list(ofNodes: sides.count, at: "sides")
            return sides
        }
    }
}
