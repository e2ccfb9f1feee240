internal import Mustache

/// Simulated meshes as an HTML page that stands alone: pictures and tables. No script, nothing from
/// elsewhere.
enum MeshPage {
    static func html(
        headline: [String], pictures: [String], titles: [String],
        rows: [(name: String, values: [String])], conditions: String, provenance: Provenance
    ) -> String {
        template.render(
            [
                "title": headline.count == 1 ? headline[0] : "\(headline.count) simulated meshes",
                "headlines": headline, "conditions": conditions, "pictures": pictures,
                "titles": titles,
                "rows": rows.map { ["name": $0.name, "values": $0.values] as [String: Any] },
                "program": provenance.program.text, "startedAt": provenance.startedAt,
                "provenance": provenance.rows.map { ["name": $0.name, "value": $0.value] },
            ] as [String: Any])
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
        <title>GlyphLab: {{title}}</title>
        <style>
        \(PageStyle.base)
        header, main, footer { max-width: 1240px }
        .picture { margin: 18px 0; border: 1px solid var(--line); border-radius: 6px;
          background: var(--ground); overflow-x: auto }
        .picture svg { display: block; max-width: 100%; height: auto; min-width: 700px }
        </style>
        </head>
        <body>
        <header>
        <h1>Simulated mesh</h1>
        <p class="note">{{program}}, {{startedAt}}</p>
        {{#headlines}}<p>{{.}}</p>
        {{/headlines}}
        <p class="note">{{conditions}}</p>
        </header>
        <main>
        <div class="table panel"><table>
        <thead><tr><th>look-ups</th>{{#titles}}<th>{{.}}</th>{{/titles}}</tr></thead>
        <tbody>
        {{#rows}}<tr><th>{{name}}</th>{{#values}}<td>{{.}}</td>{{/values}}</tr>
        {{/rows}}
        </tbody>
        </table></div>
        {{#pictures}}<figure class="picture">{{{.}}}</figure>
        {{/pictures}}
        </main>
        <footer>\(PageParts.provenance)</footer>
        </body>
        </html>

        """
}
