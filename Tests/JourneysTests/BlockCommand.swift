/// A command of an `sh` or `console` block, as a reader would paste it.
struct BlockCommand: Sendable, Equatable {
    /// In the document, from 1.
    let line: Int
    /// As it stands there, continuation lines and all.
    let text: String
    /// 0 unless its comment says "ends with N".
    let code: Int32
    /// The lines below a command of a `console` block; nil in an `sh` block.
    let output: [String]?

    /// The commands of a block. Lines that only comment are none; a backslash or a here-document
    /// goes on in the next line; in a `console` block a command follows a `$ `.
    static func all(in block: MarkdownBlock) -> [BlockCommand] {
        block.language == "console" ? ofConsole(block) : ofShell(block)
    }

    private static func ofShell(_ block: MarkdownBlock) -> [BlockCommand] {
        var commands: [BlockCommand] = []
        var lines = Lines(block)
        while let (number, first) = lines.next() {
            guard first.contains(/\S/), !first.starts(with: /\s*#/) else { continue }
            var text = lines.withHereDocument(first)
            while text.hasSuffix("\\"), let (_, line) = lines.next() { text += "\n" + line }
            commands.append(command(text, line: number, output: nil))
        }
        return commands
    }

    private static func ofConsole(_ block: MarkdownBlock) -> [BlockCommand] {
        var commands: [BlockCommand] = []
        var lines = Lines(block)
        while let (number, line) = lines.next() {
            if line.hasPrefix("$ ") {
                let text = lines.withHereDocument(String(line.dropFirst(2)))
                commands.append(command(text, line: number, output: []))
            } else if let last = commands.popLast() {
                commands.append(
                    BlockCommand(
                        line: last.line, text: last.text, code: last.code,
                        output: (last.output ?? []) + [line]))
            }
        }
        return commands
    }

    /// The lines of a block, each with its number in the document.
    private struct Lines {
        private let first: Int
        private let lines: [String]
        private var place = 0

        init(_ block: MarkdownBlock) {
            first = block.line + 1
            lines = block.lines
        }

        mutating func next() -> (number: Int, text: String)? {
            guard place < lines.count else { return nil }
            defer { place += 1 }
            return (first + place, lines[place])
        }

        /// A line with the lines of the here-document that it begins, if it does.
        mutating func withHereDocument(_ line: String) -> String {
            guard let end = line.firstMatch(of: /<<'?(\w+)'?/)?.1 else { return line }
            var text = line
            while let (_, line) = next() {
                text += "\n" + line
                if line == end { break }
            }
            return text
        }
    }

    private static func command(_ text: String, line: Int, output: [String]?) -> BlockCommand {
        let code = text.firstMatch(of: /\s#.*\bends with (\d+)\b/).flatMap { Int32($0.1) }
        return BlockCommand(line: line, text: text, code: code ?? 0, output: output)
    }
}
