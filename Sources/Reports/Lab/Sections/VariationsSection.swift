/// The same prompts under varied circumstances.
enum VariationsSection {
    static func section(_ files: [EvidenceFile]) -> LabSection {
        var section = LabSection(
            id: "variations", title: "Variations",
            question: "Does anything in the environment move a bit?",
            missing: "no variations were given",
            command: "glyphlab vary --model Models/glyph-nano --format json > variations.json")
        for file in files {
            guard case .variations(let document) = file.content else { continue }
            section.sources.append(file)
            section.blocks += blocks(document)
        }
        return section
    }

    private static func blocks(_ document: VariationsDocument) -> [LabBlock] {
        let all = document.variations
        let moved = all.filter { $0.result == .differs || $0.result == .failed }
        let tried = all.filter { $0.result != .notExercised }
        let idle = all.count - tried.count
        let idleWords = idle == 0 ? "" : " \(idle) could not be tried here."
        let verdict: LabBlock =
            if !moved.isEmpty {
                .verdict(
                    state: "broken",
                    "\(moved.count) of \(ReportText.count(tried.count, "variation")) that "
                        + "\(tried.count == 1 ? "was" : "were") tried "
                        + "\(moved.count == 1 ? "does" : "do") not hold.\(idleWords)")
            } else if tried.isEmpty {
                .verdict(state: "unexercised", "No variation was tried.")
            } else {
                .verdict(
                    state: "held",
                    "All \(tried.count) variations that were tried gave the same bits."
                        + idleWords)
            }
        var facts: [(name: String, value: String)] = [
            ("model", document.model), ("prompts", "\(document.promptCount)"),
            ("golden", document.golden ?? "none: held against the usual run"),
        ]
        if let isNamed = document.isPlantedNamed {
            facts.append(
                ("planted fault", isNamed ? "found and named exactly" : "NOT named exactly"))
        }
        var table = LabTable(
            caption: "\(document.model): each variation",
            heads: ["variation", "result", "kind", "made by", "prompts"])
        for variation in all {
            table.add(
                variation.name,
                [
                    cell(variation), LabTable.Cell(variation.kind),
                    LabTable.Cell(variation.made), LabTable.Cell("\(variation.promptCount)"),
                ])
        }
        return [verdict, .facts(facts), .table(table)]
    }

    private static func cell(_ variation: VariationsDocument.Variation) -> LabTable.Cell {
        let (word, state) =
            switch variation.result {
            case .same: ("same", "held")
            case .differs: ("DIFFERS", "broken")
            case .failed: ("FAILED", "fault")
            case .notExercised: ("not tried", "unexercised")
            }
        let note = ReportText.cut(variation.note, scalarCountMax: 300)
        return LabTable.Cell(note.isEmpty ? word : "\(word): \(note)", state: state)
    }
}
