internal import Mustache

/// Liars of the hybrid chain as an HTML page that stands alone: pictures and tables. No script,
/// nothing from elsewhere.
enum HybridPage {
    static func html(
        picture: String, tables: [HybridTable], provenance: Provenance
    ) -> String {
        template.render(
            [
                "picture": picture, "tables": tables.map(values),
                "program": provenance.program.text, "startedAt": provenance.startedAt,
                "provenance": provenance.rows.map { ["name": $0.name, "value": $0.value] },
            ] as [String: Any])
    }

    private static func values(_ table: HybridTable) -> [String: Any] {
        [
            "title": table.title, "corner": table.corner, "columns": table.columns,
            "rows": table.rows.map { row in
                [
                    "name": row.name,
                    "cells": row.cells.map { cell in
                        ["text": cell.text, "style": cell.meaning == .bad ? "bad" : ""]
                    },
                ] as [String: Any]
            },
        ]
    }

    private static let template: MustacheTemplate = {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        do {
            return try MustacheTemplate(string: text)
        } catch {
            preconditionFailure("the page's own template cannot be read: \(error)")
        }
    }()

    private static let text = """
        {{% CONTENT_TYPE:\(ScalarEscaping.name)}}
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <title>GlyphLab: validators and trainers that lie</title>
        <style>
        \(PageStyle.base)
        header, main, footer { max-width: 1240px }
        .picture { margin: 18px 0; border: 1px solid var(--line); border-radius: 6px;
          background: var(--ground); overflow-x: auto }
        .picture svg { display: block; max-width: 100%; height: auto; min-width: 700px }
        td.bad { font-weight: 600; text-decoration: underline }
        </style>
        </head>
        <body>
        <header>
        <h1>Validators and trainers that lie</h1>
        <p class="note">{{program}}, {{startedAt}}</p>
        </header>
        <main>
        <figure class="picture">{{{picture}}}</figure>
        {{#tables}}<p>{{title}}</p>
        <div class="table panel"><table>
        <thead><tr><th>{{corner}}</th>{{#columns}}<th>{{.}}</th>{{/columns}}</tr></thead>
        <tbody>
        {{#rows}}<tr><th>{{name}}</th>\
        {{#cells}}<td class="{{style}}">{{text}}</td>{{/cells}}</tr>
        {{/rows}}
        </tbody>
        </table></div>
        {{/tables}}
        </main>
        <footer>\(PageParts.provenance)</footer>
        </body>
        </html>

        """
}
