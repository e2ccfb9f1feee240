/// Which share of the work proofs witness.
enum CoverageSection {
    private static let head = LabSection.Head(
        id: "coverage", title: "Coverage of the witness",
        question: "Which share of the work would change a proof if it were altered?",
        missing: "no coverage was given",
        command: "glyphlab coverage --model Models/glyph-nano --format json > coverage.json")

    static func section(_ files: [EvidenceFile]) -> LabSection {
        LabSection(head, files) { file in
            guard case .coverage(let document) = file.content else { return nil }
            return blocks(document)
        }
    }

    private static func blocks(_ document: CoverageDocument) -> [LabBlock] {
        var table = LabTable(
            caption: "\(document.model): the share that a proof follows from",
            heads: ["share of"] + document.profiles.map(\.name))
        let names = document.profiles.first?.parts.map(\.name) ?? []
        for (index, name) in names.enumerated() {
            table.add(
                name,
                document.profiles.map { profile in
                    let part = profile.parts[index].part
                    var cell = LabTable.Cell(part.percent)
                    cell.title =
                        "\(DecimalText.grouped(part.reached)) of "
                        + DecimalText.grouped(part.total)
                    return cell
                })
        }
        table.add("proofs", document.profiles.map { DecimalText.grouped($0.proofCount) })
        table.add(
            "altered elements tried",
            document.profiles.map { $0.sample.map { DecimalText.grouped($0.faultCount) } ?? "none" }
        )
        return [
            verdict(document), .table(table),
        ] + document.profiles.compactMap { map($0).map { .table($0) } }
    }

    private static func verdict(_ document: CoverageDocument) -> LabBlock {
        let samples = document.profiles.compactMap(\.sample)
        guard document.holds else {
            let count = samples.reduce(0) { $0 + $1.contradictions.count }
            return .verdict(
                state: "broken",
                "\(ReportText.count(count, "altered element")) spoke against the account.")
        }
        guard samples.contains(where: { $0.faultCount > 0 }) else {
            return .verdict(
                state: "unexercised", "No element was altered: nothing tried the account.")
        }
        return .verdict(state: "held", "No altered element spoke against the account.")
    }

    private static let scale = ColourScale(stops: [
        [209, 73, 91], [240, 200, 120], [246, 240, 200], [130, 180, 140], [58, 125, 92],
    ])

    private static func map(_ profile: CoverageDocument.Profile) -> LabTable? {
        let grid = StationGrid(profile.operations.map(\.name))
        guard grid.isDrawable else { return nil }
        var table = LabTable(
            caption: "\(profile.name): per cent of each operation's elements that a proof follows "
                + "from, layers down, operations to the right",
            heads: ["layer"] + grid.columns, isMap: true)
        for row in grid.rows {
            table.add(
                row.name,
                row.places.map { place in
                    guard let place else { return LabTable.Cell("") }
                    let part = profile.operations[place].elements
                    return LabTable.Cell(
                        "\(part.basisPoints / 100)",
                        title: "\(profile.operations[place].name): "
                            + "\(DecimalText.grouped(part.reached)) of "
                            + DecimalText.grouped(part.total),
                        on: scale, valueQ16: part.basisPoints * 65536 / 10_000)
                })
        }
        return table
    }
}
