internal import FloatEngine

/// Trials whose result another arithmetic might turn: their rows lie near the cut.
enum NearCut {
    private static let shownCountMax = 12

    /// The table of them, the nearest first; nil where there is none.
    ///
    /// - Parameter gaps: of each trial, by its index; nil for a trial that has no cut.
    static func table(
        _ gaps: [Double?], below limit: Double, of what: String
    ) -> ExperimentResult.Table? {
        var near: [(index: Int, gap: Double)] = []
        for (index, gap) in gaps.enumerated() {
            if let gap, gap < limit { near.append((index, gap)) }
        }
        near.sort { $0.gap != $1.gap ? $0.gap < $1.gap : $0.index < $1.index }
        guard !near.isEmpty else { return nil }
        let shown = near.prefix(shownCountMax)
        let rest = near.count - shown.count
        return ExperimentResult.Table(
            "\(near.count) of \(gaps.count) \(what) lie within \(SmallNumber.text(limit)) of the "
                + "cut, where another arithmetic may turn them"
                + (rest > 0 ? "; the nearest \(shown.count)" : ""),
            heads: ["index", "gap"],
            rows: shown.map { ["\($0.index)", SmallNumber.text($0.gap)] })
    }
}
