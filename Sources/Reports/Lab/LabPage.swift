internal import Cryptography
internal import Mustache

/// The evidence at hand as one HTML page that stands alone: no script, no file beside it, nothing
/// from a network; light or dark, wide or narrow, on paper.
///
/// Each section names the files that it is drawn from, and where there are none, the command that
/// makes one.
enum LabPage {
    static func html(
        _ files: [EvidenceFile], _ sections: [LabSection], _ provenance: Provenance
    ) -> String {
        template.render(
            [
                "program": provenance.program.text, "startedAt": provenance.startedAt,
                "contents": sections.map { section -> [String: Any] in
                    [
                        "id": section.head.id, "title": section.head.title,
                        "isMissing": section.sources.isEmpty,
                    ]
                },
                "sections": sections.map(values),
                "files": files.map { file in
                    [
                        "name": file.name, "digest": file.digest.text,
                        "size": ReportText.count(file.byteCount, "byte"),
                        "kind": file.kind, "program": file.program ?? "not told",
                    ]
                },
                "hasFiles": !files.isEmpty,
                "provenance": provenance.rows.map { ["name": $0.name, "value": $0.value] },
            ] as [String: Any])
    }

    private static let template: MustacheTemplate = {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        do {
            return try MustacheTemplate(string: LabPageTemplate.text)
        } catch {
            preconditionFailure("the page's own template cannot be read: \(error)")
        }
    }()

    // MARK: Sections

    private static func values(_ section: LabSection) -> [String: Any] {
        [
            "id": section.head.id, "title": section.head.title, "question": section.head.question,
            "blocks": section.blocks.map(values),
            "missing": section.sources.isEmpty
                ? [["text": section.head.missing, "command": section.head.command]] : [],
            "sources": section.sources.map { file in
                [
                    "name": file.name, "digest": file.digest.text,
                    "program": file.program.map { "glyphlab \($0)" } ?? "program not told",
                ]
            },
        ]
    }

    /// The template's values for a block: a single member, named after the block's kind.
    private static func values(_ block: LabBlock) -> [String: Any] {
        switch block {
        case .heading(let text): ["heading": [["text": text]]]
        case .verdict(let state, let text): ["verdict": [["state": state, "text": text]]]
        case .facts(let facts):
            ["facts": [["rows": facts.map { ["name": $0.name, "value": $0.value] }]]]
        case .table(let table): ["table": [values(table)]]
        case .picture(let svg, let name):
            ["picture": [["name": name, "source": DataURL.svg(svg)]]]
        case .details(let title, let blocks):
            ["details": [["title": title, "inner": blocks.map(values)]]]
        }
    }

    private static func values(_ table: LabTable) -> [String: Any] {
        [
            "caption": table.caption, "isMap": table.isMap,
            "heads": table.heads.map { ["text": $0] },
            "rows": table.rows.map { row -> [String: Any] in
                ["head": row.head, "cells": row.cells.map(values)]
            },
        ]
    }

    private static func values(_ cell: LabTable.Cell) -> [String: Any] {
        var values: [String: Any] = ["text": cell.text]  // never iterated
        if !cell.title.isEmpty { values["cellTitle"] = [["words": cell.title]] }
        if cell.isHash { values["cellHash"] = [["name": "hash"]] }
        if let state = cell.state { values["cellState"] = [["name": state]] }
        if let ground = cell.ground, let ink = cell.ink {
            values["cellColour"] = [["ground": ground, "ink": ink]]
        }
        return values
    }
}
