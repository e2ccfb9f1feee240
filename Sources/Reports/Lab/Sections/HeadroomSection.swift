/// How many bits the integers leave to their clamps and bounds.
enum HeadroomSection {
    private static let head = LabSection.Head(
        id: "headroom", title: "Clamp headroom",
        question: "How near do the integers come to their clamps and to the sums' bounds?",
        missing: "no proof was given",
        command: ProofCommand.text)

    static func section(_ files: [EvidenceFile]) -> LabSection {
        LabSection(head, files) { file in
            guard case .proof(let document) = file.content, !document.layers.isEmpty else {
                return nil
            }
            return blocks(document)
        }
    }

    private static func blocks(_ document: ProofDocument) -> [LabBlock] {
        let hits = document.layers.flatMap(\.clamps).reduce(0) { $0 + $1.hits }
        let nearest = document.layers.flatMap { layer in
            layer.clamps.map { (layer.number, $0.name, bits(bound: $0.bound, $0.maximum)) }
                + layer.products.map { (layer.number, $0.name, bits(bound: $0.bound, $0.maximum)) }
        }.compactMap { layer, name, bits in bits.map { (layer, name, $0) } }
            .min { $0.2 < $1.2 }
        let nearestWords = nearest.map { layer, name, bits in
            " The nearest to its bound is \(name)"
                + (layer.map { " in layer \($0)" } ?? "") + ", with "
                + "\(ReportText.count(bits, "bit")) left."
        }
        let verdict = LabBlock.verdict(
            state: hits == 0 ? "held" : "inconclusive",
            (hits == 0
                ? "No clamp was hit." : "\(ReportText.count(hits, "value")) met a clamp.")
                + (nearestWords ?? ""))
        return [verdict] + (map(document).map { [.table($0)] } ?? [])
    }

    /// Whole bits between the largest value and its bound; nil where nothing but zeros was met.
    private static func bits(bound: Int, _ maximum: Int) -> Int? {
        guard maximum > 0 else { return nil }
        guard maximum < bound else { return 0 }
        return (bound / maximum).bitWidth - (bound / maximum).leadingZeroBitCount - 1
    }

    private static let bitCountMax = 16
    private static let scale = ColourScale(stops: [
        [176, 41, 61], [224, 140, 60], [240, 220, 160], [206, 226, 212],
    ])

    /// Layers down; clamps, then sums, to the right; nil where hardly a cell would be filled.
    private static func map(_ document: ProofDocument) -> LabTable? {
        let columnCount = document.clampNames.count + document.productNames.count
        let entries = document.layers.reduce(0) { $0 + $1.clamps.count + $1.products.count }
        guard
            StationGrid.isFilled(
                rowCount: document.layers.count, columnCount: columnCount, entryCount: entries)
        else { return nil }
        var table = LabTable(
            caption: "Bits left to the bound, layers down; clamps, then sums of products to the "
                + "right; × marks a clamp that was hit, · that nothing but zeros was met",
            heads: ["layer"] + document.clampNames + document.productNames.map { "Σ \($0)" },
            isMap: true)
        for layer in document.layers {
            let clamps = document.clampNames.map { name in
                layer.clamps.first { $0.name == name }.map {
                    cell(bound: $0.bound, maximum: $0.maximum, hits: $0.hits)
                } ?? LabTable.Cell("")
            }
            let products = document.productNames.map { name in
                layer.products.first { $0.name == name }.map {
                    cell(bound: $0.bound, maximum: $0.maximum, hits: 0)
                } ?? LabTable.Cell("")
            }
            table.add(layer.number.map { "\($0)" } ?? "–", clamps + products)
        }
        return table
    }

    private static func cell(bound: Int, maximum: Int, hits: Int) -> LabTable.Cell {
        let title =
            "largest \(DecimalText.grouped(maximum)) of \(DecimalText.grouped(bound))"
            + (hits > 0 ? ", \(ReportText.count(hits, "hit"))" : "")
        guard let bits = bits(bound: bound, maximum) else {
            var cell = LabTable.Cell("·")
            cell.title = title
            return cell
        }
        return LabTable.Cell(
            "\(bits)\(hits > 0 ? "×" : "")", title: title, on: scale,
            valueQ16: min(bits, bitCountMax) * 65536 / bitCountMax)
    }
}

/// The command that makes the evidence of a proof.
enum ProofCommand {
    static let text =
        "glyphlab prove --model Models/glyph-nano --salt s --prompt \"golden frost\" "
        + "--format json > proof.json"
}
