import Foundation

/// Where a document says something else than the program does.
struct Complaint: Sendable, Equatable, CustomStringConvertible {
    let file: String
    let line: Int
    let text: String

    var description: String { "\(file):\(line): \(text)" }
}

/// Runs a document's blocks in a checkout.
struct DocumentRun {
    let checkout: Checkout

    /// What is wrong with a block of commands.
    func complaints(about block: MarkdownBlock) throws -> [Complaint] {
        let commands = BlockCommand.all(in: block)
        guard !commands.isEmpty else {
            return [Complaint(file: block.file, line: block.line, text: "expected a command")]
        }
        return try commands.flatMap { command in
            LeftOut.commands.contains { $0.text == command.text }
                ? []
                : try complaints(about: command, in: block.file)
        }
    }

    func complaints(about command: BlockCommand, in file: String) throws -> [Complaint] {
        try prepare(for: command.text)
        let ending = try checkout.run(command.text)
        return judge(command, ending).map {
            Complaint(file: file, line: command.line, text: "\(command.text): \($0)")
        }
    }

    /// What a command's ending lacks of what the document says, in words.
    private func judge(_ command: BlockCommand, _ ending: Ending) -> [String] {
        guard ending.code == command.code else {
            let told = ending.messages.suffix(2000)
            return ["expected to end with \(command.code), got \(ending.code): \(told)"]
        }
        if let shown = command.output {
            let difference = Transcript.difference(shown: shown, written: ending.outputLines)
            return (difference.map { [$0] } ?? [])
                + ending.messageLines.map { "expected no message, got \"\($0)\"" }
        }
        guard command.text.hasPrefix("./lab") else { return [] }
        guard let shape = CommandShape.of(command.text) else {
            return ["expected a command with a shape in CommandShape.swift"]
        }
        return shape.missing(from: ending, in: checkout.path).map {
            "\($0), got \(ending.output.suffix(600))"
        }
    }

    /// Makes what a reader would have at hand: a golden of the model that stands in for GPT-2, and
    /// a chain in the published form.
    private func prepare(for command: String) throws {
        if command.hasPrefix("./lab reproduce gpt2") {
            try SyntheticModel.gpt2.get().putGolden(in: checkout.path)
        }
        guard command.hasPrefix("./lab chain verify chain.json --model path/to/gpt2") else {
            return
        }
        let ending = try checkout.run(
            """
            set -e
            ./lab chain init --db stand-in.db --model path/to/gpt2 --rules published
            ./lab chain mine --db stand-in.db --model path/to/gpt2 --wallet me --blocks 3
            ./lab chain export --db stand-in.db --out chain.json
            """)
        guard ending.code == 0 else { throw SyntheticModel.Unmade(message: ending.messages) }
    }
}
