package import Encodings

/// A member of a step as files have it: its name, its type and range, its default, one line of
/// help, and how its value is read. A step's parser, the attacker's grants, the reference and the
/// schema all follow from it.
package struct StepMember<Value: Sendable>: Sendable {
    package let descriptions: [StepMemberDescription]
    package let read:
        @Sendable (_ object: inout StrictObject, _ use: inout StepUse) throws(ScenarioError) ->
            Value

    /// - Parameters:
    ///   - descriptions: of the member, or of all members that make up the value.
    ///   - read: takes them from the step's object, and notes names and grants in `use`.
    package init(
        _ descriptions: [StepMemberDescription],
        read:
            @escaping @Sendable (
                _ object: inout StrictObject, _ use: inout StepUse
            ) throws(ScenarioError) -> Value
    ) {
        self.descriptions = descriptions
        self.read = read
    }
}

/// A member as people and editors read of it.
package struct StepMemberDescription: Sendable {
    package let name: String
    /// The type and range for people, such as "integer 1 to 100", "text", "artefact".
    package let type: String
    /// The default as the file would write it; nil for a member that must be there, empty for an
    /// optional one without a default.
    package let standard: String?
    package let help: String
    /// The member's JSON Schema, without the help.
    package let schema: [JSONMember]

    package init(
        name: String, type: String, standard: String?, help: String, schema: [JSONMember]
    ) {
        self.name = name
        self.type = type
        self.standard = standard
        self.help = help
        self.schema = schema
    }
}

/// Names that a step makes and takes, and what it asks of the attacker's grants.
package struct StepUse: Sendable {
    /// The artefact that it makes; nil where it makes none.
    package private(set) var made: String?
    /// Artefacts that it takes, each with the member that names it.
    package private(set) var taken: [(member: String, name: String)] = []
    package private(set) var grants: [(member: String, grant: Grant)] = []
    /// Lists that have an element for each node, each with its length.
    private(set) var nodeLists: [(member: String, count: Int)] = []

    /// Something that the attacker must be granted.
    package enum Grant: Sendable, Equatable {
        /// The private key of an actor.
        case key(String)
        /// A surface of the system.
        case surface(String)
        /// Proofs of work, for the thing named.
        case work(String)
    }

    init() {}

    package mutating func make(_ name: String) { made = name }

    package mutating func take(_ name: String, at member: String) {
        taken.append((member, name))
    }

    mutating func list(ofNodes count: Int, at member: String) {
        nodeLists.append((member, count))
    }

    package mutating func ask(_ grant: Grant, at member: String) {
        grants.append((member, grant))
    }
}
