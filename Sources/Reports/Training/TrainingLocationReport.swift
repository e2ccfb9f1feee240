internal import Cryptography
package import Encodings
internal import Training
package import TrainingDisputes

/// The place where two training runs part, as text and JSON.
package struct TrainingLocationReport: Sendable {
    /// The result of a comparison.
    package enum Finding: Sendable {
        /// The verdict on two traces.
        case traces(TrainingLocator.Verdict)
        /// The difference of two records of a step; nil where they are equal.
        case records(step: Int, TrainingLocator.Difference?)
        /// Two records of a step that begin with other weights, as traces show.
        case unlikeStarts(step: Int)
    }

    private let finding: Finding
    private let run: TrainingRunFacts
    /// The sides as the user named them; the left one is the definition's where it was made here.
    private let names: [String]
    private let isDefinition: Bool
    /// The next commands, a side each.
    private let next: [String]

    /// - Parameter isDefinition: whether the left side was computed here.
    package init(
        _ finding: Finding, run: TrainingRunFacts, names: [String], isDefinition: Bool,
        next: [String] = []
    ) {
        self.finding = finding
        self.run = run
        self.names = names
        self.isDefinition = isDefinition
        self.next = next
    }

    private var titles: [String] { isDefinition ? ["expected", "got"] : ["left", "right"] }

    /// The verdict in one word.
    private var verdict: String {
        switch finding {
        case .traces(.match), .records(_, nil): "match"
        case .traces(.otherRun): "other_run"
        case .traces(.step): "step"
        case .records(_, let difference?): difference.element == nil ? "operation" : "element"
        case .unlikeStarts: "inconclusive"
        }
    }

    // MARK: Text

    package func text(_ style: TextStyle) -> String {
        var table = TextTable()
        table.add("run", TrainingWords.run(run))
        for (title, name) in zip(titles, names) { table.add(title, ReportText.terminal(name)) }
        var text = table.text + "\n"
        switch finding {
        case .traces(.match):
            text += line("both runs have the same weights after every step", .good, style)
        case .records(let step, nil):
            text += line("every operation of step \(step) is the same", .good, style)
        case .traces(.otherRun(let fact, let left, let right)):
            text += line("two runs of different tasks: \(fact) differs", .bad, style)
            text += values(left, right)
        case .traces(.step(let step, let before, let left, let right)):
            text += line("step \(step) is the first that differs", .bad, style)
            var table = TextTable()
            table.add("before it", "\(before.text), agreed")
            table.add("\(titles[0]) after", left.text)
            table.add("\(titles[1]) after", right.text)
            text += table.text
        case .records(let step, let difference?):
            text += self.text(step, difference, style)
        case .unlikeStarts(let step):
            text += line(
                "step \(step) begins with other weights on each side: compare the traces first",
                .doubtful, style)
        }
        guard !next.isEmpty else { return text }
        return text + "\n  next, on each side:\n" + next.map { "    \($0)\n" }.joined()
    }

    private func line(_ text: String, _ meaning: TextStyle.Meaning, _ style: TextStyle) -> String {
        "  " + style.text(text, meaning) + "\n"
    }

    private func values(_ left: String, _ right: String) -> String {
        var table = TextTable()
        table.add(titles[0], left)
        table.add(titles[1], right)
        return table.text
    }

    private func text(
        _ step: Int, _ difference: TrainingLocator.Difference, _ style: TextStyle
    ) -> String {
        let size = difference.tensor.size(run.plan)
        let name = "\(difference.tensor.name) [\(size.rows), \(size.columns)]"
        guard let element = difference.element else {
            return line("step \(step), \(name) is the first that differs", .bad, style)
        }
        let index = TrainingWords.index(element.index)
        return line(
            "step \(step), \(difference.tensor.name) \(index) is the first that differs", .bad,
            style)
            + values("\(element.left)", "\(element.right)")
            + "  differing elements: \(DecimalText.grouped(element.differingCount)) of "
            + "\(DecimalText.grouped(size.rows * size.columns))\n"
    }

    // MARK: JSON

    package var json: JSONValue {
        var members = [
            JSONMember("verdict", .string(verdict)),
            JSONMember("files", .array(names.map(JSONValue.string))),
            JSONMember("computed_here", .boolean(isDefinition)),
        ]
        switch finding {
        case .traces(.match): break
        case .traces(.otherRun(let fact, let left, let right)):
            members += [
                JSONMember("fact", .string(fact)),
                JSONMember("values", .array([.string(left), .string(right)])),
            ]
        case .traces(.step(let step, let before, let left, let right)):
            members += [
                JSONMember("step", .integer(step)), JSONMember("before", .string(before.text)),
                JSONMember("after", .array([.string(left.text), .string(right.text)])),
            ]
        case .records(let step, let difference):
            members += [
                JSONMember("step", .integer(step)),
                JSONMember("operation", difference.map { .string($0.tensor.name) } ?? .null),
                JSONMember("element", difference?.element.map(json) ?? .null),
            ]
        case .unlikeStarts(let step): members.append(JSONMember("step", .integer(step)))
        }
        return .object(
            members + [JSONMember("next", .array(next.map(JSONValue.string)))])
    }

    private func json(_ element: TrainingLocator.Difference.Element) -> JSONValue {
        .object([
            JSONMember("index", .array(element.index.map(JSONValue.integer))),
            JSONMember(titles[0], .integer(Int(element.left))),
            JSONMember(titles[1], .integer(Int(element.right))),
            JSONMember("differing", .integer(element.differingCount)),
        ])
    }
}
