/// Compares what a document shows with what a command writes.
enum Transcript {
    /// A line whose figures differ from run to run; what stands in parentheses must not.
    struct Mask: Sendable {
        let name: String
        let pattern: String
    }

    /// Everything that a document's output may show otherwise than a run does.
    static let masks = [
        Mask(
            name: "backend",
            pattern: #"(  backend +)[a-z0-9-]+, \d+ threads?(, batches of \d+)"#),
        Mask(
            name: "program",
            pattern:
                #"(  program +glyphlab )[\d.]+( \(commit )\w+(?: with changes)?, (?:release|debug)\)"#
        ),
        Mask(name: "speed", pattern: #"(  speed +)[\d.]+( proofs/s, )[\d.]+( tokens/s)"#),
        Mask(name: "memory", pattern: #"(  memory +)[\d.]+( MiB at the peak)"#),
    ]

    /// A line of a document that stands for any lines.
    static let ellipsis = "…"

    static func agrees(shown: String, written: String) -> Bool {
        shown == written
            || masks.contains { mask in
                guard let first = fixedParts(shown, mask), let second = fixedParts(written, mask)
                else { return false }
                return first == second
            }
    }

    static func isMasked(_ line: String) -> Bool {
        masks.contains { fixedParts(line, $0) != nil }
    }

    /// Nil where the line is not of the mask's form.
    private static func fixedParts(_ line: String, _ mask: Mask) -> [String]? {
        guard let regex = try? Regex(mask.pattern), let match = try? regex.wholeMatch(in: line)
        else { return nil }
        return match.output.dropFirst().map { String($0.substring ?? "") }
    }

    /// The first line that differs, in words; nil where all agree.
    static func difference(shown: [String], written: [String]) -> String? {
        var place = 0
        var maySkip = false
        for line in shown {
            if line == ellipsis {
                maySkip = true
                continue
            }
            let rest = written[place...]
            let found =
                maySkip
                ? rest.firstIndex { agrees(shown: line, written: $0) }
                : rest.first.flatMap { agrees(shown: line, written: $0) ? place : nil }
            guard let found else {
                let got = maySkip ? "no such line" : rest.first.map { "\"\($0)\"" } ?? "the end"
                return "expected \"\(line)\", got \(got)"
            }
            place = found + 1
            maySkip = false
        }
        guard maySkip || place == written.count else {
            return "expected the end, got \"\(written[place])\""
        }
        return nil
    }
}
