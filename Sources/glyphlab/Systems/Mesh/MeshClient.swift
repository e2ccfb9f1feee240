import ArgumentParser
import Encodings
import MeshNetwork
import MeshServing
import Reports

struct MeshClient: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mesh",
        abstract: "Use a served node of the mesh: look, store a record, find one.",
        discussion: """
            The node is on this machine and named by its control file, which 'system serve mesh' \
            writes beside the node's key. It signs what is stored with its own key. The exit code \
            is 1 where nothing was found or too few nodes took a record, 2 where the node could \
            not be reached.
            Example: glyphlab system client mesh find greeting --node swarm/node_1.control
            """,
        subcommands: [MeshClientStatus.self, MeshClientStore.self, MeshClientFind.self])
}

/// The node that a client asks.
struct MeshNodeOption: ParsableArguments {
    @Option(help: ArgumentHelp("The node's control file.", valueName: "file"))
    var node: String

    /// **Throws:** ``Failure``, `PlatformError`.
    func result(of ask: ControlRequest.Ask) throws -> JSONValue {
        try MeshErrors.told {
            try ControlClient.result(of: ask, at: ControlFile(path: node))
        }
    }
}

/// Results of nodes as people read them.
enum NodeAnswerText {
    /// The members of an object, a line each.
    static func lines(_ result: JSONValue) -> String {
        (result.objectValue ?? []).map { member in
            let name = member.key.replacing("_", with: " ")
            let value = member.value.stringValue ?? member.value.compactText
            return "  " + name + String(repeating: " ", count: max(1, 14 - name.utf8.count))
                + MessageText.escaped(value) + "\n"
        }.joined()
    }
}

struct MeshClientStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tell where a node stands: its place, its contacts, its records.",
        discussion: "Example: glyphlab system client mesh status --node swarm/node_1.control")

    @OptionGroup var node: MeshNodeOption

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let result = try node.result(of: .status)
            format.write(text: NodeAnswerText.lines(result), json: result)
            return .holds
        }
    }
}

struct MeshClientStore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Let a node sign a value and store it at the nodes nearest to its name.",
        discussion: """
            Example: glyphlab system client mesh store greeting "good morning" \
            --node swarm/node_1.control
            """)

    @Argument(help: "The value's name, 1 to 64 bytes.")
    var name: String

    @Argument(help: "The value, at most 1024 bytes.")
    var value: String

    @Option(help: "The epochs after this one in which it is believed, from 1 to 64.")
    var epochs = ControlRequest.epochCountMax

    @OptionGroup var node: MeshNodeOption

    @OptionGroup var format: FormatOption

    func validate() throws {
        try MeshName.check(name)
        guard value.utf8.count <= MeshRecord.valueByteCountMax else {
            throw ValidationError(
                "value: expected at most \(MeshRecord.valueByteCountMax) bytes, "
                    + "got \(value.utf8.count)")
        }
        guard (1...ControlRequest.epochCountMax).contains(epochs) else {
            throw ValidationError(
                "epochs: expected 1 to \(ControlRequest.epochCountMax), got \(epochs)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let result = try node.result(
                of: .store(
                    name: Array(name.utf8), value: Array(value.utf8), epochCount: epochs))
            format.write(text: NodeAnswerText.lines(result), json: result)
            guard result.member("is_quorum")?.booleanValue == true else {
                throw Failure(
                    outcome: .doesNotHold,
                    message: "\(name): expected two thirds of its holders to take it, got "
                        + "\(result.member("holders")?.integerValue ?? 0) that did")
            }
            return .holds
        }
    }
}

struct MeshClientFind: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Let a node find the values under a name.",
        discussion: """
            All nodes near the name are asked, and of each owner the latest value is told, with \
            the answers on the way to it, and the calls that the search took.
            Example: glyphlab system client mesh find greeting --node swarm/node_1.control
            """)

    @Argument(help: "The values' name, 1 to 64 bytes.")
    var name: String

    @Option(help: "The public key of the owner whose value is meant; all owners' without it.")
    var owner: String?

    @OptionGroup var node: MeshNodeOption

    @OptionGroup var format: FormatOption

    private var ownerKey: MeshKey? {
        owner.flatMap { Hexadecimal.bytes(of: $0) }.flatMap { MeshKey($0) }
    }

    func validate() throws {
        try MeshName.check(name)
        guard owner == nil || ownerKey != nil else {
            throw ValidationError("owner: expected 64 digits of lower-case hexadecimal")
        }
    }

    func run() throws {
        try Outcome.ending {
            let result = try node.result(of: .find(name: Array(name.utf8), owner: ownerKey))
            let records = result.member("records")?.arrayValue ?? []
            guard !records.isEmpty else {
                if case .json = format.format { format.write(text: "", json: result) }
                let twice = result.member("equivocators")?.arrayValue?.count ?? 0
                throw Failure(
                    outcome: .doesNotHold,
                    message: "\(MessageText.escaped(name)): expected a record, got none by "
                        + "\(result.member("calls")?.integerValue ?? 0) calls"
                        + (twice == 0 ? "" : "; \(twice) owners signed two of one sequence"))
            }
            format.write(text: Self.text(records, result), json: result)
            return .holds
        }
    }

    /// Each value on a line of its own, as it is, and below it where it comes from.
    private static func text(_ records: [JSONValue], _ result: JSONValue) -> String {
        let values = records.map { record in
            let value =
                record.member("value")?.stringValue
                ?? record.member("value_bytes")?.stringValue ?? ""
            return MessageText.escaped(value) + "\n  owner         "
                + (record.member("owner")?.stringValue ?? "") + "\n"
        }
        let counts = (result.objectValue ?? []).filter { ["hops", "calls"].contains($0.key) }
        return values.joined() + NodeAnswerText.lines(.object(counts))
    }
}

/// Names of values.
enum MeshName {
    static func check(_ name: String) throws {
        guard (1...MeshRecord.nameByteCountMax).contains(name.utf8.count) else {
            throw ValidationError(
                "name: expected 1 to \(MeshRecord.nameByteCountMax) bytes, got \(name.utf8.count)")
        }
    }
}
