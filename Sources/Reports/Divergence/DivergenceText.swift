internal import Disputes
internal import Encodings
internal import Traces

/// A comparison side by side for a terminal: verdict, both runs, the digests and integers at the
/// place, a map, and what to run next.
package enum DivergenceText {
    private static let digestLength = 16
    private static let promptLength = 60
    private static let groupCountMax = 8
    private static let inputCountMax = 4

    package static func text(_ compared: ComparedTraces, style: TextStyle = .plain) -> String {
        let parts = [
            headline(compared, style), runs(compared, style), records(compared, style),
            elements(compared, style), DivergenceMapText.text(compared, style),
            roots(compared), next(compared.comparison),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false).map(withoutEnd)
            .joined(separator: "\n")
    }

    /// A line without the spaces at its end.
    private static func withoutEnd(_ line: Substring) -> Substring {
        var line = line
        while line.last == " " { line.removeLast() }
        return line
    }

    // MARK: Verdict

    private static func headline(_ compared: ComparedTraces, _ style: TextStyle) -> String {
        let comparison = compared.comparison
        let meaning: TextStyle.Meaning =
            comparison.verdict == .match
            ? .good : comparison.verdict.isDifference ? .bad : .doubtful
        let mark = comparison.verdict == .match ? "✓" : comparison.verdict.isDifference ? "✗" : "?"
        let place = compared.place.isEmpty ? "" : ": " + compared.place
        var text =
            "  " + style.text("\(mark) \(compared.verdictWord)\(place)", meaning) + "\n"
            + ReportText.paragraph(comparison.explanation, style)
        for note in comparison.notes { text += ReportText.paragraph(note, style) }
        return text
    }

    // MARK: Several

    /// The counts of verdicts over several comparisons with one file; empty for a single
    /// comparison.
    package static func summary(_ all: [ComparedTraces], style: TextStyle = .plain) -> String {
        guard all.count > 1 else { return "" }
        let counts = ComparisonVerdict.allCases.compactMap { verdict -> String? in
            let count = all.count { $0.comparison.verdict == verdict }
            return count == 0 ? nil : "\(count) \(verdict.rawValue)"
        }
        let worst = ComparedTraces.worst(of: all).comparison.verdict
        let meaning: TextStyle.Meaning =
            worst == .match ? .good : worst.isDifference ? .bad : .doubtful
        let text =
            "\(all.count) comparisons with "
            + "\(ReportText.ending(ReportText.terminal(all[0].names[0]), promptLength)): "
            + counts.joined(separator: ", ")
            + "; the worst decides: \(worst.rawValue.uppercased())"
        return "\n" + ReportText.paragraph(text, style, meaning)
    }

    // MARK: Runs

    /// The facts of both runs, left and right.
    static func runRows(_ compared: ComparedTraces) -> [(name: String, values: [String])] {
        var rows: [(name: String, values: [String])] = []
        func add(_ name: String, _ value: (Trace) -> String) {
            rows.append((name, compared.traces.map(value)))
        }
        rows.append(("file", compared.names))
        rows.append(("level", compared.levels))
        add("model") { $0.model.name }
        add("weights") { String($0.model.integerWeightsHash.prefix(digestLength)) }
        add("prompts") { "\($0.prompts.count)" }
        var keys: [String] = []
        for fact in compared.traces[0].maker + compared.traces[1].maker
        where !keys.contains(fact.key) {
            keys.append(fact.key)
        }
        for key in keys {
            add(key) { trace in trace.maker.first { $0.key == key }?.value ?? "–" }
        }
        return rows
    }

    /// How many of the rows are always shown; of the others, those that differ.
    private static let firstRowCount = 5

    private static func runs(_ compared: ComparedTraces, _ style: TextStyle) -> String {
        var table = ColumnTable(titles: ["left", "right"])
        var alike: [String] = []
        var named: [(name: String, values: [String], differs: Bool)] = []
        for (index, row) in runRows(compared).enumerated() {
            let name = ReportText.cut(ReportText.terminal(row.name), scalarCountMax: 24)
            let differs = row.values[0] != row.values[1]
            guard differs || index < firstRowCount else {
                alike.append(name)
                continue
            }
            named.append((name, row.values, differs))
        }
        // Names before and two spaces on either side leave the rest to two columns.
        let nameWidth = named.map(\.name.count).max() ?? 0
        let room = (ReportText.columnCount(style) - nameWidth - 6) / 2
        for row in named {
            table.add(
                row.name,
                cells: row.values.map {
                    .init(
                        ReportText.ending(ReportText.terminal($0), min(room, promptLength)),
                        row.differs ? .strong : nil)
                })
        }
        var text = table.text(style)
        if !alike.isEmpty {
            text += ReportText.paragraph("alike: \(alike.joined(separator: ", "))", style)
        }
        if compared.holdsProofs {
            text += "  proofs alone: \(compared.comparison.proofs.rawValue)\n"
        }
        return text
    }

    // MARK: Records

    private static func records(_ compared: ComparedTraces, _ style: TextStyle) -> String {
        guard let prompt = compared.comparison.prompt else { return "" }
        var text =
            "  prompt \(prompt.place), \(ReportText.count(prompt.tokenCount, "token"))\n"
            + "    salt    \(quoted(prompt.salt))\n    prompt  \(quoted(prompt.prompt))\n"
        if let token = compared.comparison.token {
            let ids = token.ids.map { $0.map { "\($0)" } ?? "none" }
            text += "    token   \(token.position): \(ids[0]) on the left, \(ids[1]) on the right\n"
        }
        let rows = digestRows(compared, prompt)
        guard !rows.isEmpty else { return text }
        var table = ColumnTable(corner: "digests", titles: ["left", "right", ""])
        for row in rows {
            let name = ReportText.cut(ReportText.terminal(row.name), scalarCountMax: 32)
            let texts = row.digests.map {
                $0.map { String($0.prefix(digestLength)) } ?? "not computed"
            }
            let meaning: TextStyle.Meaning? =
                row.state == "equal" ? nil : row.state == "differs" ? .bad : .doubtful
            table.add(
                "\(row.word) \(name)",
                cells: texts.map { .init($0) } + [.init(row.state, meaning)])
        }
        return text + table.text(style)
    }

    /// The inputs and the output of the operation that differs, with both sides' digests.
    static func digestRows(
        _ compared: ComparedTraces, _ prompt: PromptComparison
    ) -> [(word: String, name: String, digests: [String?], state: String)] {
        let schedule = compared.comparison.schedule
        guard let place = schedule.firstIndex(where: { $0.name == compared.comparison.operation })
        else { return [] }
        let read = schedule[place].inputs.prefix(inputCountMax)
        return (read + [place]).map { operation in
            let digests = compared.digests(schedule[operation], of: prompt)
            let isKnown = digests.allSatisfy { $0 != nil }
            return (
                operation == place ? "gives" : "reads", schedule[operation].name, digests,
                isKnown ? (digests[0] == digests[1] ? "equal" : "differs") : "not known"
            )
        }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + ReportText.cut(ReportText.terminal(text), scalarCountMax: promptLength) + "\""
    }

    // MARK: Elements

    private static func elements(_ compared: ComparedTraces, _ style: TextStyle) -> String {
        let comparison = compared.comparison
        guard let element = comparison.element else { return "" }
        var table = ColumnTable(corner: "element", titles: ["left", "right", "right − left"])
        for row in elementRows(comparison) {
            let meaning: TextStyle.Meaning? = row.difference == 0 ? nil : .bad
            table.add(
                (row.isFirst ? "▸ " : "  ") + ComparedTraces.text(row.index),
                cells: row.values.map { .init("\($0)", meaning) } + [
                    .init(row.difference == 0 ? "" : signed(row.difference), meaning)
                ])
        }
        return
            "  \(DecimalText.grouped(element.differingCount)) of "
            + "\(ReportText.count(element.elementCount, "element")) "
            + "\(element.differingCount == 1 ? "differs" : "differ")\n" + table.text(style)
    }

    /// The first element that differs, among its neighbours.
    static func elementRows(
        _ comparison: Comparison
    ) -> [(index: [Int], values: [Int64], difference: Int128, isFirst: Bool)] {
        guard let element = comparison.element else { return [] }
        return comparison.neighbours.map { neighbour in
            var index = element.index
            if !index.isEmpty { index[index.count - 1] += neighbour.element - element.element }
            return (
                index, neighbour.values, Int128(neighbour.values[1]) - Int128(neighbour.values[0]),
                neighbour.element == element.element
            )
        }
    }

    static func signed(_ value: Int128) -> String { value > 0 ? "+\(value)" : "\(value)" }

    // MARK: Roots and next

    private static func roots(_ compared: ComparedTraces) -> String {
        let groups = compared.comparison.roots
        guard groups.count > 1 || (groups.first?.prompts.count ?? 0) > 1 else { return "" }
        var table = ColumnTable(corner: "begins at", titles: ["prompts", ""])
        for group in groups.prefix(groupCountMax) {
            table.add(
                ReportText.terminal(group.operation),
                ["\(group.prompts.count)", numbers(group.prompts)])
        }
        let rest = groups.count - groupCountMax
        return table.text + (rest > 0 ? "  and \(rest) operations more\n" : "")
    }

    /// "3, 17, 40 …"
    static func numbers(_ places: [Int], countMax: Int = 12) -> String {
        places.prefix(countMax).map { "\($0)" }.joined(separator: ", ")
            + (places.count > countMax ? " …" : "")
    }

    private static func next(_ comparison: Comparison) -> String {
        guard let next = comparison.next else { return "" }
        return "  run next on each side, and compare what comes out\n    left   \(next[0])\n"
            + "    right  \(next[1])\n"
    }
}
