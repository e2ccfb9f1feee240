internal import Fingerprints

/// The cascade of each proof's first head, and of the others for who opens them.
enum CascadeSection {
    private static let head = LabSection.Head(
        id: "cascade", title: "Cascade",
        question: "How does a head's attention become glyphs?",
        missing: "no proof was given", command: ProofCommand.text)

    static func section(_ files: [EvidenceFile]) -> LabSection {
        LabSection(head, files) { file in
            guard case .proof(let document) = file.content else { return nil }
            return blocks(document)
        }
    }

    private static func blocks(_ document: ProofDocument) -> [LabBlock] {
        let pictures = document.heads.map { head in
            (
                "Layer \(head.head.layer), head \(head.head.head)",
                LabBlock.picture(
                    svg: CascadeDrawing.svg(head, tokens: document.tokens),
                    name: "Cascade of layer \(head.head.layer), head \(head.head.head): "
                        + "\(head.cascade.glyphs.count) glyphs, last value \(head.cascade.base)")
            )
        }
        return [
            .verdict(
                state: "held",
                "The glyphs below were made again from the rows in the file, and come to its "
                    + "fingerprint and proof hash."),
            .facts([
                ("salt", ReportText.cut(document.salt, scalarCountMax: 120)),
                (
                    "tokens",
                    ReportText.cut(
                        document.tokens.joined(separator: " · "), scalarCountMax: 400)
                ),
                ("proof", document.proofHash), ("weights", document.integerWeightsHash),
                ("backend", document.backend),
            ]),
            .heading(pictures[0].0),
            pictures[0].1,
        ] + pictures.dropFirst().map { .details(title: $0.0, [$0.1]) }
    }
}
