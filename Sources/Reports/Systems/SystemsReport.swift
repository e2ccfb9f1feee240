package import Encodings
package import Trials

/// A system under test, as people meet it.
package struct SystemDescription: Sendable {
    /// A room of the house, and its task in one line.
    package struct Room: Sendable {
        package let name: String
        package let task: String

        package init(_ name: String, _ task: String) {
            self.name = name
            self.task = task
        }
    }

    /// The name by which commands know it.
    package let name: String
    package let title: String
    package let profiles: [Profile]
    package let rooms: [Room]
    /// How many scenarios attack it.
    package let scenarioCount: Int
    /// The forms of vector files that it is compared with.
    package let vectorForms: [String]
    /// Commands that use it, each as a shell takes it.
    package let commands: [String]

    package init(
        name: String, title: String, profiles: [Profile], rooms: [Room], scenarioCount: Int,
        vectorForms: [String], commands: [String]
    ) {
        self.name = name
        self.title = title
        self.profiles = profiles
        self.rooms = rooms
        self.scenarioCount = scenarioCount
        self.vectorForms = vectorForms
        self.commands = commands
    }
}

/// The systems under test, as text and JSON.
package struct SystemsReport: Sendable {
    private let systems: [SystemDescription]

    package init(_ systems: [SystemDescription]) {
        self.systems = systems
    }

    package func text(_ style: TextStyle) -> String {
        systems.map { system in
            var table = TextTable()
            table.add("profiles", system.profiles.map(\.rawValue).joined(separator: ", "))
            table.add("attacks", ReportText.count(system.scenarioCount, "scenario"))
            table.add(
                "vectors",
                system.vectorForms.isEmpty ? "none" : system.vectorForms.joined(separator: ", "))
            for room in system.rooms { table.add(room.name, room.task) }
            return "  " + style.text(system.name, .strong) + ": \(system.title)\n" + table.text
                + system.commands.map { "    glyphlab \($0)\n" }.joined()
        }.joined(separator: "\n")
    }

    package var json: JSONValue {
        .object([
            JSONMember(
                "systems",
                .array(
                    systems.map { system in
                        .object([
                            JSONMember("name", .string(system.name)),
                            JSONMember("title", .string(system.title)),
                            JSONMember(
                                "profiles",
                                .array(system.profiles.map { .string($0.rawValue) })),
                            JSONMember("scenarios", .integer(system.scenarioCount)),
                            JSONMember(
                                "vector_forms",
                                .array(system.vectorForms.map(JSONValue.string))),
                            JSONMember(
                                "rooms",
                                .array(
                                    system.rooms.map { room in
                                        .object([
                                            JSONMember("name", .string(room.name)),
                                            JSONMember("task", .string(room.task)),
                                        ])
                                    })),
                            JSONMember(
                                "commands", .array(system.commands.map(JSONValue.string))),
                        ])
                    }))
        ])
    }
}
