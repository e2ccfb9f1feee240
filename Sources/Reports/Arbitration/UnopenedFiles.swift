package import Arbitration
internal import Encodings

/// A dispute from files that came to an operation whose integers a file does not hold, and this
/// machine does not compute.
package struct UnopenedFiles: Sendable {
    package let operation: String
    package let prompt: Int
    /// The path of each side's file whose digest differs from this machine's; nil if it is equal.
    package let paths: Pair<String?>
    /// Whether a trace of values holds the integers of that digest.
    package let hasValues: Pair<Bool>
    /// The commands that make the integers, on the machine that wrote each file; nil where none
    /// does, or none is needed.
    package let commands: Pair<String?>
    /// The command that continues the dispute here, with the files that `commands` write.
    package let next: String
    /// The party that stands by each file on its machine.
    package let parties: Pair<String>

    package init(
        operation: String, prompt: Int, paths: Pair<String?>, hasValues: Pair<Bool>,
        commands: Pair<String?>, next: String, parties: Pair<String>
    ) {
        self.operation = operation
        self.prompt = prompt
        self.paths = paths
        self.hasValues = hasValues
        self.commands = commands
        self.next = next
        self.parties = parties
    }

    private var sides: [Side] { Side.allCases.filter { paths[$0] != nil } }
    /// The sides whose integers are nowhere here.
    private var unopenedSides: [Side] { sides.filter { !hasValues[$0] } }

    /// Whether no file has what this machine computes, so that nothing tells who is right.
    package var isInconclusive: Bool { sides.count == 2 }

    var text: String {
        var text = "  \(operation) is the first operation of prompt \(prompt) that differs.\n"
        for side in sides {
            let path = ReportText.terminal(paths[side] ?? "")
            text +=
                "  \(path) has another digest there than this machine computes, "
                + (hasValues[side]
                    ? "whose\n  integers a trace of values holds.\n"
                    : "and a trace\n  of operations holds no integers.\n")
        }
        if isInconclusive, unopenedSides.count == 1 {
            text += "  Neither is this machine's, so that nothing here tells which one is right.\n"
        }
        text +=
            "  The element needs the machine that wrote "
            + "\(sourceWords):\n"
        for side in unopenedSides {
            if let command = commands[side] {
                text += "    there  \(ReportText.terminal(command))\n"
            }
        }
        text += "    here   \(ReportText.terminal(next))\n"
        for side in unopenedSides {
            text += "    or as a party, there  \(ReportText.terminal(parties[side]))\n"
        }
        return text
    }

    /// The files whose machines are needed: "this file".
    private var sourceWords: String {
        guard unopenedSides.count < 2 else { return "each file" }
        guard isInconclusive, let path = unopenedSides.first.flatMap({ paths[$0] }) else {
            return "this file"
        }
        return ReportText.terminal(path)
    }

    var json: JSONValue {
        .object([
            JSONMember("operation", .string(operation)), JSONMember("prompt", .integer(prompt)),
            JSONMember("files", .array(sides.map { .string(paths[$0] ?? "") })),
            JSONMember(
                "next",
                .array(
                    unopenedSides.compactMap { commands[$0] }.map(JSONValue.string)
                        + [.string(next)] + unopenedSides.map { .string(parties[$0]) })),
        ])
    }
}
