internal import Disputes

/// Where two runs part: from run to prompt to layer to operation to element.
enum DivergenceSection {
    private static let head = LabSection.Head(
        id: "divergence", title: "Divergence",
        question: "Where do two runs begin to differ?",
        missing: "no comparison of traces was given",
        command: "glyphlab locate ours.trace theirs.trace --format json > divergence.json")

    static func section(_ files: [EvidenceFile]) -> LabSection {
        LabSection(head, files) { file in
            guard case .divergence(let document) = file.content else { return nil }
            return blocks(document)
        }
    }

    private static func blocks(_ document: DivergenceDocument) -> [LabBlock] {
        var blocks: [LabBlock] = [
            .verdict(
                state: document.verdict == .match
                    ? "held" : document.verdict.isDifference ? "broken" : "inconclusive",
                document.verdict.rawValue.uppercased() + ": " + document.explanation),
            .table(path(document)),
        ]
        if let map = map(document) { blocks.append(.table(map)) }
        if !document.next.isEmpty {
            blocks.append(
                .facts(zip(["next, left", "next, right"], document.next).map { ($0, $1) }))
        }
        return blocks
    }

    /// A line a step, as far as the traces reach.
    private static func path(_ document: DivergenceDocument) -> LabTable {
        var table = LabTable(
            caption: "The path of the divergence", heads: ["step", "left", "right"])
        table.add("run", document.files)
        table.add("model", document.models)
        let differing =
            "\(DecimalText.grouped(document.differingPromptCount)) of "
            + ReportText.count(document.sharedPromptCount, "shared prompt")
            + (document.differingPromptCount == 1 ? " differs" : " differ")
        table.add("prompts", [differing, differing])
        if let prompt = document.prompt {
            let text =
                "\(prompt.place): "
                + ReportText.cut(prompt.text, scalarCountMax: 120) + ", salt "
                + ReportText.cut(prompt.salt, scalarCountMax: 60)
            table.add("prompt", [text, text])
        }
        if let layer = document.layer { table.add("layer", ["\(layer)", "\(layer)"]) }
        if let operation = document.operation {
            table.add("operation", [operation, operation])
        }
        if let element = document.element {
            let index = ComparedTraces.text(element.index)
            table.add("element", [index, index])
            table.add("value", element.values.map { LabTable.Cell("\($0)", state: "broken") })
            let counts =
                "\(DecimalText.grouped(element.differingCount)) of "
                + ReportText.count(element.elementCount, "element")
            table.add("right − left", [element.difference, counts + " of the tensor differ"])
        }
        return table
    }

    // MARK: The map

    /// Layers down, operations to the right, each with the state of its record.
    private static func map(_ document: DivergenceDocument) -> LabTable? {
        guard let states = document.states else { return nil }
        let grid = StationGrid(document.operations)
        guard grid.isDrawable else { return nil }
        var table = LabTable(
            caption: "The records of \(document.prompt.map { "prompt \($0.place)" } ?? "a prompt")"
                + ": " + legend(states),
            heads: ["layer"] + grid.columns, isMap: true)
        for row in grid.rows {
            table.add(
                row.name,
                row.places.map { place in
                    guard let place else { return LabTable.Cell("") }
                    return cell(states[place], document.operations[place])
                })
        }
        return table
    }

    private static func legend(_ states: [RecordState]) -> String {
        RecordState.allCases.filter(states.contains)
            .map { "\($0.letter) \($0.words)" }.joined(separator: ", ")
    }

    private static let colours = ColourScale(stops: [
        [207, 224, 232], [239, 176, 79], [143, 15, 46],
    ])

    private static func cell(_ state: RecordState, _ operation: String) -> LabTable.Cell {
        let title = "\(operation): \(state.words)"
        switch state {
        case .equal:
            return LabTable.Cell(state.letter, title: title, on: colours, valueQ16: 0)
        case .propagated:
            return LabTable.Cell(state.letter, title: title, on: colours, valueQ16: 32768)
        case .root:
            return LabTable.Cell(state.letter, title: title, on: colours, valueQ16: 65536)
        case .notComparable, .missingLeft, .missingRight, .missingBoth, .leftOut:
            var cell = LabTable.Cell(state.letter, state: "none")
            cell.title = title
            return cell
        }
    }
}
