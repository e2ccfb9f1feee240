internal import Disputes
internal import Encodings
internal import Traces

/// A comparison side by side for a terminal: verdict, both runs, the digests and integers at the
/// place, a map, and what to run next.
public enum DivergenceText {
    private static let digestLength = 16
    private static let promptLength = 60
    private static let groupCountMax = 8
    private static let inputCountMax = 4

    public static func text(_ compared: ComparedTraces, style: TextStyle = .plain) -> String {
        [
            headline(compared, style), runs(compared, style), records(compared, style),
            elements(compared, style), DivergenceMapText.text(compared, style),
            roots(compared), next(compared.comparison),
        ]
        .filter { !$0.isEmpty }.joined(separator: "\n")
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
            + "  \(ReportText.terminal(comparison.explanation))\n"
        for note in comparison.notes { text += "  \(ReportText.terminal(note))\n" }
        return text
    }

    // MARK: Runs

    private static func runs(_ compared: ComparedTraces, _ style: TextStyle) -> String {
        var table = ColumnTable(titles: ["left", "right"])
        func add(_ name: String, _ value: (Int, Trace) -> String) {
            let values = compared.traces.enumerated().map { shown(value($0, $1)) }
            let differs = values[0] != values[1]
            table.add(name, cells: values.map { .init($0, differs ? .strong : nil) })
        }
        add("file") { side, _ in compared.names[side] }
        add("level") { _, trace in trace.level.text }
        add("model") { _, trace in trace.model.name }
        add("weights") { _, trace in String(trace.model.integerWeightsHash.prefix(digestLength)) }
        add("prompts") { _, trace in "\(trace.prompts.count)" }
        var keys: [String] = []
        for fact in compared.traces[0].maker + compared.traces[1].maker
        where !keys.contains(fact.key) {
            keys.append(fact.key)
        }
        for key in keys {
            let name = ReportText.cut(ReportText.terminal(key), scalarCountMax: 24)
            add(name) { _, trace in trace.maker.first { $0.key == key }?.value ?? "–" }
        }
        var text = table.text(style)
        if !compared.comparison.prompts.isEmpty {
            text += "  proofs alone: \(compared.comparison.proofs.rawValue)\n"
        }
        return text
    }

    private static func shown(_ text: String) -> String {
        ReportText.cut(ReportText.terminal(text), scalarCountMax: promptLength)
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
        let schedule = compared.comparison.schedule
        guard let place = schedule.firstIndex(where: { $0.name == compared.comparison.operation })
        else { return text }
        var table = ColumnTable(corner: "digests", titles: ["left", "right", ""])
        let inputs = schedule[place].inputs
        let shown = inputs.prefix(inputCountMax)
        for input in shown {
            add(schedule[input], "reads", prompt, compared, to: &table)
        }
        if inputs.count > shown.count {
            table.add("reads \(inputs.count - shown.count) more", ["", "", ""])
        }
        add(schedule[place], "gives", prompt, compared, to: &table)
        return text + table.text(style)
    }

    private static func add(
        _ operation: ScheduledOperation, _ word: String, _ prompt: PromptComparison,
        _ compared: ComparedTraces, to table: inout ColumnTable
    ) {
        let digests = compared.digests(operation, of: prompt)
        let texts = digests.map { $0.map { String($0.prefix(digestLength)) } ?? "not computed" }
        let isKnown = digests.allSatisfy { $0 != nil }
        let isEqual = digests[0] == digests[1]
        let name = ReportText.cut(ReportText.terminal(operation.name), scalarCountMax: 32)
        let mark =
            isKnown
            ? (isEqual ? ColumnTable.Cell("equal") : .init("differs", .bad))
            : .init("not known", .doubtful)
        table.add("\(word) \(name)", cells: texts.map { .init($0) } + [mark])
    }

    private static func quoted(_ text: String) -> String {
        "\"" + ReportText.cut(ReportText.terminal(text), scalarCountMax: promptLength) + "\""
    }

    // MARK: Elements

    private static func elements(_ compared: ComparedTraces, _ style: TextStyle) -> String {
        let comparison = compared.comparison
        guard let element = comparison.element else { return "" }
        var table = ColumnTable(corner: "element", titles: ["left", "right", "right − left"])
        for neighbour in comparison.neighbours {
            let difference = Int128(neighbour.values[1]) - Int128(neighbour.values[0])
            let isFirst = neighbour.element == element.element
            var index = element.index
            index[index.count - 1] += neighbour.element - element.element
            let meaning: TextStyle.Meaning? = difference == 0 ? nil : .bad
            table.add(
                (isFirst ? "▸ " : "  ") + ComparedTraces.text(index),
                cells: neighbour.values.map { .init("\($0)", meaning) } + [
                    .init(difference == 0 ? "" : signed(difference), meaning)
                ])
        }
        return
            "  \(DecimalText.grouped(element.differingCount)) of "
            + "\(ReportText.count(element.elementCount, "element")) "
            + "\(element.differingCount == 1 ? "differs" : "differ")\n" + table.text(style)
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
