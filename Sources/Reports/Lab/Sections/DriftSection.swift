/// How far the same model drifts in floats, beside the integers that do not.
enum DriftSection {
    private static let head = LabSection.Head(
        id: "drift", title: "Drift in floats",
        question: "How far would rows drift, and how often would a proof flip, in float32?",
        missing: "no float shadow was given",
        command: "glyphlab shadow --model Models/glyph-nano --format json > shadow.json")

    static func section(_ files: [EvidenceFile]) -> LabSection {
        LabSection(head, files) { file in
            guard case .shadow(let document) = file.content else { return nil }
            return blocks(document)
        }
    }

    private static func blocks(_ document: ShadowDocument) -> [LabBlock] {
        let maps = document.variations.compactMap { variation in
            map(variation).map { (variation.name, $0) }
        }
        var blocks: [LabBlock] = [
            .verdict(
                state: document.holds ? "held" : "broken",
                document.holds
                    ? "The integer engine moved no bit between \(backends(document))."
                    : "The integer engine moved "
                        + "\(ReportText.count(document.exactDifferingRowCount, "row")) between "
                        + "\(backends(document))."),
            .facts([
                ("model", document.model),
                (
                    "rows",
                    "\(DecimalText.grouped(document.rowCount)) of "
                        + ReportText.count(document.promptCount, "prompt")
                ),
                ("published", ShadowWords.published),
            ]), .table(table(document)),
        ]
        for (index, map) in maps.enumerated() {
            blocks.append(
                index == 0 ? .table(map.1) : .details(title: "Drift of \(map.0)", [.table(map.1)]))
        }
        return blocks
    }

    private static func backends(_ document: ShadowDocument) -> String {
        document.exactBackends.joined(separator: " and ")
    }

    private static func table(_ document: ShadowDocument) -> LabTable {
        var table = LabTable(
            caption: "\(document.model) in float32, each order of sums against \(document.base)",
            heads: [
                "order of sums", "rows moved", "largest drift", "rows flipped", "proofs flipped",
                "95 % of proofs", "begins at",
            ])
        for variation in document.variations {
            let flips = variation.flippedProofs
            table.add(
                "\(variation.name): \(variation.summation)",
                [
                    LabTable.Cell(DecimalText.grouped(variation.differingRowCount)),
                    LabTable.Cell(variation.largestDrift),
                    LabTable.Cell(variation.flippedRows.text),
                    LabTable.Cell(flips.text, state: flips.count == 0 ? nil : "broken"),
                    LabTable.Cell(flips.interval),
                    LabTable.Cell(variation.firstOperation ?? "nowhere"),
                ])
        }
        let count = document.exactFlippedProofCount
        table.add(
            "integers: \(backends(document))",
            [
                LabTable.Cell(DecimalText.grouped(document.exactDifferingRowCount)),
                LabTable.Cell(document.exactDifferingRowCount == 0 ? "0" : "–"),
                LabTable.Cell(document.exactDifferingRowCount == 0 ? "0" : "–"),
                LabTable.Cell(
                    "\(DecimalText.grouped(count)) of "
                        + DecimalText.grouped(document.exactProofCount),
                    state: count == 0 ? "held" : "broken"),
                LabTable.Cell(count == 0 ? "0, by construction" : "–"),
                LabTable.Cell(document.exactDifferingRowCount == 0 ? "nowhere" : "–"),
            ])
        return table
    }

    // MARK: The map

    /// Exponents of ten at the two ends of the colours.
    private static let exponents = -9 ... -2
    private static let scale = ColourScale(stops: [
        [222, 232, 236], [240, 200, 120], [224, 140, 60], [176, 41, 61],
    ])

    private static func map(_ variation: ShadowDocument.Variation) -> LabTable? {
        let grid = StationGrid(variation.drifts.map(\.operation))
        guard grid.isDrawable else { return nil }
        var table = LabTable(
            caption: "Drift of \(variation.name): the power of ten of the largest difference, "
                + "layers down, operations to the right; · is no difference",
            heads: ["layer"] + grid.columns, isMap: true)
        for row in grid.rows {
            table.add(
                row.name,
                row.places.map { place in
                    place.map { cell(variation.drifts[$0]) } ?? LabTable.Cell("")
                })
        }
        return table
    }

    private static func cell(_ drift: ShadowDocument.Drift) -> LabTable.Cell {
        let title = "\(drift.operation): \(drift.largest)"
        guard let exponent = drift.exponent else {
            var cell = LabTable.Cell("·")
            cell.title = title
            return cell
        }
        let place =
            min(max(exponent, exponents.lowerBound), exponents.upperBound) - exponents.lowerBound
        return LabTable.Cell(
            "\(exponent)", title: title, on: scale,
            valueQ16: place * 65536 / (exponents.count - 1))
    }
}
