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
        var lines = block.lines.enumerated().makeIterator()
        while let (index, first) = lines.next() {
            guard first.contains(/\S/), !first.starts(with: /\s*#/) else { continue }
            var text = first
            if let end = text.firstMatch(of: /<<'?(\w+)'?/)?.1 {
                while let (_, line) = lines.next() {
                    text += "\n" + line
                    if line == end { break }
                }
            }
            while text.hasSuffix("\\"), let (_, line) = lines.next() { text += "\n" + line }
            commands.append(command(text, line: block.line + 1 + index, output: nil))
        }
        return commands
    }

    private static func ofConsole(_ block: MarkdownBlock) -> [BlockCommand] {
        var commands: [BlockCommand] = []
        for (index, line) in block.lines.enumerated() {
            if line.hasPrefix("$ ") {
                commands.append(
                    command(String(line.dropFirst(2)), line: block.line + 1 + index, output: []))
            } else if let last = commands.popLast() {
                commands.append(
                    BlockCommand(
                        line: last.line, text: last.text, code: last.code,
                        output: (last.output ?? []) + [line]))
            }
        }
        return commands
    }

    private static func command(_ text: String, line: Int, output: [String]?) -> BlockCommand {
        let code = text.firstMatch(of: /\s#.*\bends with (\d+)\b/).flatMap { Int32($0.1) }
        return BlockCommand(line: line, text: text, code: code ?? 0, output: output)
    }
}
