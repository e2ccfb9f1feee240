package import Arbitration
internal import Encodings

/// A dispute from files that came to an operation whose integers a file does not hold, and this
/// machine does not compute.
package struct UnopenedFiles: Sendable {
    package let operation: String
    package let prompt: Int
    /// Whose file has another digest than this machine computes; nil of one that has the same.
    package let paths: Pair<String?>
    /// What makes the integers, on the machine that wrote each file; nil where nothing does.
    package let commands: Pair<String?>
    /// What goes on here with the files that these leave.
    package let next: String
    /// The party that stands by each file on its machine.
    package let parties: Pair<String>

    package init(
        operation: String, prompt: Int, paths: Pair<String?>, commands: Pair<String?>, next: String,
        parties: Pair<String>
    ) {
        self.operation = operation
        self.prompt = prompt
        self.paths = paths
        self.commands = commands
        self.next = next
        self.parties = parties
    }

    private var sides: [Side] { Side.allCases.filter { paths[$0] != nil } }

    /// Whether no file has what this machine computes, so that nothing tells who is right.
    package var isInconclusive: Bool { sides.count == 2 }

    var text: String {
        var text = "  \(operation) is the first operation of prompt \(prompt) that differs.\n"
        for side in sides {
            let path = ReportText.terminal(paths[side] ?? "")
            text +=
                "  \(path) has another digest there than this machine computes, and a trace\n"
                + "  of operations holds no integers.\n"
        }
        text +=
            "  The element needs the machine that wrote "
            + (sides.count == 2 ? "each file" : "this file") + ":\n"
        for side in sides {
            if let command = commands[side] {
                text += "    there  \(ReportText.terminal(command))\n"
            }
        }
        text += "    here   \(ReportText.terminal(next))\n"
        for side in sides {
            text += "    or as a party, there  \(ReportText.terminal(parties[side]))\n"
        }
        return text
    }

    var json: JSONValue {
        .object([
            JSONMember("operation", .string(operation)), JSONMember("prompt", .integer(prompt)),
            JSONMember("files", .array(sides.map { .string(paths[$0] ?? "") })),
            JSONMember(
                "next",
                .array(
                    sides.compactMap { commands[$0] }.map(JSONValue.string) + [.string(next)]
                        + sides.map { .string(parties[$0]) })),
        ])
    }
}
