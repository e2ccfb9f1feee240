internal import Mustache
internal import Trials

/// A running program at a glance, as an HTML page that stands alone and asks for itself anew: facts
/// in large type, and tables. No script, nothing from elsewhere.
package struct StatusPage: Sendable {
    /// A number or a word in large type.
    package struct Figure: Sendable {
        let name: String
        let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package struct Fact: Sendable {
        let name: String
        let value: String
        /// A key, a hash or an address.
        let isCode: Bool

        package init(_ name: String, _ value: String, isCode: Bool = false) {
            self.name = name
            self.value = value
            self.isCode = isCode
        }
    }

    package enum Cell: Sendable {
        case text(String)
        /// A text that stays on one line.
        case line(String)
        case number(String)
        /// A key, a hash or an address: its two ends are shown, all of it where a pointer rests.
        case code(String)
        /// A state with a mark that does not hang on colour.
        case good(String)
        case open(String)
    }

    package struct Table: Sendable {
        let title: String
        let note: String
        let columns: [String]
        let rows: [[Cell]]
        /// The sentence in place of an empty table.
        let empty: String

        /// **Precondition:** each row has a cell for each column.
        package init(
            _ title: String, note: String = "", columns: [String], rows: [[Cell]], empty: String
        ) {
            precondition(rows.allSatisfy { $0.count == columns.count }, "\(title): cells")
            self.title = title
            self.note = note
            self.columns = columns
            self.rows = rows
            self.empty = empty
        }
    }

    /// A picture with its title.
    package struct Picture: Sendable {
        let title: String
        let note: String
        /// SVG that a type of these reports made, every text in it escaped.
        let svg: String

        init(_ title: String, note: String, svg: String) {
            self.title = title
            self.note = note
            self.svg = svg
        }
    }

    private let title: String
    private let subtitle: String
    private let figures: [Figure]
    private let facts: [Fact]
    private let pictures: [Picture]
    private let tables: [Table]
    private let refreshSeconds: Int

    package init(
        title: String, subtitle: String, figures: [Figure], facts: [Fact],
        pictures: [Picture] = [], tables: [Table], refreshSeconds: Int
    ) {
        self.title = title
        self.subtitle = subtitle
        self.figures = figures
        self.facts = facts
        self.pictures = pictures
        self.tables = tables
        self.refreshSeconds = refreshSeconds
    }

    package var html: String {
        Self.template.render(
            [
                "title": title, "subtitle": subtitle, "refreshSeconds": "\(refreshSeconds)",
                "figures": figures.map { ["name": $0.name, "value": $0.value] },
                "facts": facts.map {
                    ["name": $0.name, "value": $0.value, "isCode": $0.isCode] as [String: Any]
                },
                "pictures": pictures.map {
                    ["title": $0.title, "note": $0.note, "svg": $0.svg]
                },
                "tables": tables.map(Self.values),
            ] as [String: Any])
    }

    private static let template: MustacheTemplate = {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        do {
            return try MustacheTemplate(string: StatusPageTemplate.text)
        } catch {
            preconditionFailure("the page's own template cannot be read: \(error)")
        }
    }()

    private static func values(_ table: Table) -> [String: Any] {
        [
            "title": table.title, "note": table.note, "hasNote": !table.note.isEmpty,
            "columns": table.columns.enumerated().map { place, name in
                ["name": name, "kind": kind(table.rows.first?[place])]
            },
            "rows": table.rows.map { ["cells": $0.map(values)] }, "isEmpty": table.rows.isEmpty,
            "empty": table.empty,
        ]
    }

    private static func values(_ cell: Cell) -> [String: Any] {
        let text: String
        var shown: String?
        var mark: [[String: String]] = []  // looked up, never iterated
        switch cell {
        case .text(let value), .line(let value), .number(let value): text = value
        case .code(let value):
            text = value
            shown = shortened(value)
        case .good(let value):
            text = value
            mark = [["icon": PageIcons.name(.held)]]
        case .open(let value):
            text = value
            mark = [["icon": PageIcons.name(.notExercised)]]
        }
        return [
            "kind": kind(cell), "text": shown ?? text, "whole": text, "isShort": shown != nil,
            "mark": mark,
        ]
    }

    private static func kind(_ cell: Cell?) -> String {
        switch cell {
        case .number?: "number"
        case .code?: "code"
        case .line?, .good?, .open?: "line"
        case .text?, nil: "words"
        }
    }

    private static let firstScalarCount = 8
    private static let lastScalarCount = 4

    /// The ends of a long value.
    private static func shortened(_ value: String) -> String {
        let scalars = value.unicodeScalars
        guard scalars.count > firstScalarCount + lastScalarCount + 1 else { return value }
        return String(String.UnicodeScalarView(scalars.prefix(firstScalarCount))) + "…"
            + String(String.UnicodeScalarView(scalars.suffix(lastScalarCount)))
    }
}
