internal import Trials

/// An event log as the page shows it: not all of a long one, and not all of a long line.
enum PageLog {
    private static let firstCountMax = 150
    private static let lastCount = 50
    private static let scalarCountMax = 400

    static func lines(_ log: EventLog) -> [String] {
        let lines = EventText.lines(log.lines)
        let left = lines.count - firstCountMax - lastCount
        guard left > 0 else { return cut(lines[...]) }
        return cut(lines.prefix(firstCountMax))
            + ["… \(ReportText.count(left, "line")) left out …"] + cut(lines.suffix(lastCount))
    }

    private static func cut(_ lines: ArraySlice<String>) -> [String] {
        lines.map { ReportText.cut($0, scalarCountMax: scalarCountMax) }
    }
}
