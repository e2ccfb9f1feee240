internal import Cryptography
package import Encodings
package import Fingerprints

/// The evidence at hand: files, and the sections of a report that they fill.
package struct LabEvidence: Sendable {
    private let files: [EvidenceFile]
    private let goldens: [Golden]

    /// - Parameter goldens: the goldens for comparing receipts that name no golden.
    ///
    /// **Throws:** ``EvidenceError/repeated(file:as:)``.
    package init(_ files: [EvidenceFile], goldens: [Golden]) throws(EvidenceError) {
        for (index, file) in files.enumerated() {
            if let other = files[..<index].first(where: { $0.digest == file.digest }) {
                throw .repeated(file: file.name, as: other.name)
            }
        }
        self.files = files
        self.goldens = goldens
    }

    private var sections: [LabSection] {
        [
            MachinesSection.section(files, goldens: goldens),
            VariationsSection.section(files, goldens: goldens),
            DivergenceSection.section(files), DisputesSection.section(files),
            DriftSection.section(files), HeadroomSection.section(files),
            CascadeSection.section(files), CoverageSection.section(files),
        ]
    }

    /// Whether every section has a file to be drawn from.
    package var isWhole: Bool { sections.allSatisfy { !$0.sources.isEmpty } }

    /// The report as an HTML page that needs no other file.
    package func html(_ provenance: Provenance) -> String {
        LabPage.html(files, sections, provenance)
    }

    /// A line a section: its files, or what is missing.
    package func text(_ style: TextStyle) -> String {
        var table = TextTable()
        for section in sections {
            if section.sources.isEmpty {
                table.add(
                    section.head.title, style.text("missing: \(section.head.missing)", .doubtful))
                table.add("", section.head.command)
            } else {
                let names = section.sources.map { ReportText.terminal($0.name) }
                table.add(section.head.title, names.joined(separator: ", "))
            }
        }
        return table.text
    }

    package var json: JSONValue {
        .object([
            JSONMember(
                "sections",
                .array(
                    sections.map { section in
                        .object([
                            JSONMember("id", .string(section.head.id)),
                            JSONMember(
                                "files", .array(section.sources.map { .string($0.name) })),
                            JSONMember(
                                "missing",
                                section.sources.isEmpty ? .string(section.head.command) : .null),
                        ])
                    })),
            JSONMember(
                "files",
                .array(
                    files.map { file in
                        .object([
                            JSONMember("file", .string(file.name)),
                            JSONMember("kind", .string(file.kind)),
                            JSONMember("bytes", .integer(file.byteCount)),
                            JSONMember("sha256", .string(file.digest.text)),
                            JSONMember("program", file.program.map(JSONValue.string) ?? .null),
                        ])
                    })),
        ])
    }
}
