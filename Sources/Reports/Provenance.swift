package import Encodings
package import Receipts

/// Where a report comes from: which program, on which machine, was asked for what, and when.
///
/// For people who read a report later, or two of them: no hash, golden or verdict may see it.
package struct Provenance: Sendable, Equatable {
    /// The program that ran, in the form that receipts have.
    package typealias Program = ReceiptMaker.Program

    /// Where it ran.
    package struct Host: Sendable, Equatable {
        /// As the system calls the machine; nil where it has no name.
        package let name: String?
        /// Nil where nobody tells.
        package let processor: String?
        package let architecture: String
        package let system: String
        /// How many threads the work was given.
        package let threadCount: Int

        package init(
            name: String?, processor: String?, architecture: String, system: String,
            threadCount: Int
        ) {
            self.name = name
            self.processor = processor
            self.architecture = architecture
            self.system = system
            self.threadCount = threadCount
        }

        /// "x86_64, Debian GNU/Linux 12 (bookworm), some processor, 2 threads"
        package var text: String {
            [
                architecture, system, processor ?? "unknown processor",
                ReportText.count(threadCount, "thread"),
            ].joined(separator: ", ")
        }
    }

    package let program: Program
    package let host: Host
    /// As they were given, without the program's name.
    package let arguments: [String]
    /// In UTC, such as "2026-11-28T10:06:34Z".
    package let startedAt: String

    package init(program: Program, host: Host, arguments: [String], startedAt: String) {
        self.program = program
        self.host = host
        self.arguments = arguments
        self.startedAt = startedAt
    }

    /// "glyphlab attack run --seed 0", as a shell would take it again.
    package var commandLine: String {
        (["glyphlab"] + arguments.map(Self.shellWord)).joined(separator: " ")
    }

    /// A word as it is where a shell takes it so, in single quotes otherwise.
    private static func shellWord(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: Array("-_./=:,+@%".utf8).contains(byte)
            }
        }
        if plain && !word.isEmpty { return word }
        return "'" + ReportText.replaced("'", by: "'\\''", in: word) + "'"
    }

    /// Names and values for people, in the order in which they read best.
    package var rows: [(name: String, value: String)] {
        [
            ("program", program.text), ("compiler", program.compiler), ("machine", host.text),
            ("command", commandLine), ("started", startedAt),
        ].map { ($0, ReportText.shown($1)) }
    }

    /// The value of the key `provenance` of every report in JSON.
    package var json: JSONValue {
        .object([
            JSONMember("version", .string(program.version)),
            JSONMember("commit", program.commit.map(JSONValue.string) ?? .null),
            JSONMember("has_changes", program.hasChanges.map(JSONValue.boolean) ?? .null),
            JSONMember("build", .string(program.build)),
            JSONMember("compiler", .string(program.compiler)),
            JSONMember("host", host.name.map(JSONValue.string) ?? .null),
            JSONMember("processor", host.processor.map(JSONValue.string) ?? .null),
            JSONMember("architecture", .string(host.architecture)),
            JSONMember("system", .string(host.system)),
            JSONMember("threads", .integer(host.threadCount)),
            JSONMember("arguments", .array(arguments.map(JSONValue.string))),
            JSONMember("started_at", .string(startedAt)),
        ])
    }
}

extension ReceiptMaker.Program {
    private static let shortCommitLength = 12

    /// "glyphlab 0.2.0 (commit 1a2b3c4d5e6f with changes, release)"
    package var text: String {
        let name = commit.map { String($0.prefix(Self.shortCommitLength)) } ?? "unknown"
        let changes = hasChanges == true ? " with changes" : ""
        return "glyphlab \(version) (commit \(name)\(changes), \(build))"
    }
}
