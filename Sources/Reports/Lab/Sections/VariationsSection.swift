internal import Fingerprints

/// The section on variations: the same prompts under varied circumstances.
enum VariationsSection {
    private static let head = LabSection.Head(
        id: "variations", title: "Variations",
        question: "Does anything in the environment move a bit?",
        missing: "no variations were given",
        command: "glyphlab vary --model Models/glyph-nano --format json > variations.json")

    static func section(_ files: [EvidenceFile], goldens: [Golden]) -> LabSection {
        LabSection(head, files) { file in
            guard case .variations(let document) = file.content else { return nil }
            return blocks(document, goldens)
        }
    }

    private static func blocks(
        _ document: VariationsDocument, _ goldens: [Golden]
    ) -> [LabBlock] {
        var facts: [(name: String, value: String)] = [
            ("model", document.model), ("prompts", "\(document.promptCount)"),
            ("golden", golden(document, goldens)),
        ]
        if let isNamed = document.isPlantedNamed {
            facts.append(
                ("planted fault", isNamed ? "found and named exactly" : "NOT named exactly"))
        }
        var table = LabTable(
            caption: "\(document.model): each variation",
            heads: ["variation", "result", "kind", "made by", "prompts"])
        for variation in document.variations {
            table.add(
                variation.name,
                [
                    cell(variation), LabTable.Cell(variation.kind),
                    LabTable.Cell(variation.made), LabTable.Cell("\(variation.promptCount)"),
                ])
        }
        return [verdict(document), .facts(facts), .table(table)]
    }

    private static func verdict(_ document: VariationsDocument) -> LabBlock {
        let all = document.variations
        let moved = all.filter { $0.result == .differs || $0.result == .failed }
        let tried = all.filter { $0.result != .notExercised }
        let idle = all.count - tried.count
        let idleWords = idle == 0 ? "" : " \(idle) could not be tried here."
        if !moved.isEmpty {
            return .verdict(
                state: "broken",
                "\(moved.count) of \(ReportText.count(tried.count, "variation")) that "
                    + "\(tried.count == 1 ? "was" : "were") tried "
                    + "\(moved.count == 1 ? "does" : "do") not hold.\(idleWords)")
        }
        guard document.matchesGolden != false else {
            return .verdict(state: "broken", "The usual run's proofs are not the golden's.")
        }
        guard !tried.isEmpty else {
            return .verdict(state: "unexercised", "No variation was tried.")
        }
        return .verdict(
            state: "held",
            (tried.count == 1
                ? "The one variation that was tried gave the same bits."
                : "All \(tried.count) variations that were tried gave the same bits.")
                + idleWords)
    }

    /// The golden as the file names it, and whether it is one of those here.
    private static func golden(_ document: VariationsDocument, _ goldens: [Golden]) -> String {
        guard let name = document.golden else { return "none: held against the usual run" }
        let isHere = goldens.contains {
            $0.name == name && $0.integerWeightsHash == document.integerWeightsHash
        }
        guard isHere else { return "\(name): not among the goldens of these weights here" }
        return switch document.matchesGolden {
        case true?: "\(name): its proofs, as the file says"
        case false?: "\(name): OTHER proofs, as the file says"
        case nil: "\(name): does not tell of these prompts; held against the usual run"
        }
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
