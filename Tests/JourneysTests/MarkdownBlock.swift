import Testing

/// A fenced block of a Markdown document.
struct MarkdownBlock: Sendable, CustomTestStringConvertible {
    let file: String
    /// The line of the fence that opens it, from 1.
    let line: Int
    /// The word after the fence: `sh`, `console`, `yaml`.
    let language: String
    let lines: [String]

    var testDescription: String { "\(file):\(line)" }

    struct Unclosed: Error {
        let file: String
        let line: Int
    }

    /// All fenced blocks of a document, in their order.
    ///
    /// - Throws: `Unclosed` for a fence without its end.
    static func all(in text: String, file: String) throws -> [MarkdownBlock] {
        var blocks: [MarkdownBlock] = []
        var open: (line: Int, language: String, lines: [String])?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            if !line.hasPrefix("```") {
                open?.lines.append(String(line))
            } else if let block = open {
                blocks.append(
                    MarkdownBlock(
                        file: file, line: block.line, language: block.language,
                        lines: block.lines))
                open = nil
            } else {
                open = (index + 1, String(line.dropFirst(3)), [])
            }
        }
        if let open { throw Unclosed(file: file, line: open.line) }
        return blocks
    }
}
