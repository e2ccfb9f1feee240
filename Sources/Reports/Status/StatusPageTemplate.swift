/// The page in Mustache. Every value goes through ``ScalarEscaping``.
enum StatusPageTemplate {
    static let text = "{{% CONTENT_TYPE:\(ScalarEscaping.name)}}\n" + head + body

    private static let head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="refresh" content="{{refreshSeconds}}">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <link rel="icon" href="data:,">
        <title>GlyphLab: {{title}}</title>
        <style>
        \(PageStyle.base)\(style)</style>
        </head>
        <body>
        \(PageIcons.symbols)
        <header>
        <h1>{{title}}</h1>
        <p class="note">{{subtitle}}</p>
        </header>

        """

    private static let style = """
        h2 { margin-top: 32px } .totals { margin: 20px 0;
          grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)) }
        .facts code { overflow-wrap: anywhere }
        .table { background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
          padding: 2px 14px } tbody tr:last-child td { border-bottom: 0 }
        th, td, th:first-child, td:first-child { text-align: left; padding: 6px 14px 6px 0 }
        th:last-child, td:last-child { padding-right: 0 }
        th.number, td.number { text-align: right }
        td.code, td.line, td.number, th { white-space: nowrap }
        td.code { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
          font-size: 12.5px } td.words { min-width: 90px; max-width: 320px }
        .picture { background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
          padding: 10px 14px; overflow-x: auto; direction: rtl }
        .picture svg { display: block; margin-right: auto; direction: ltr }
        .empty { color: var(--note); padding: 10px 14px; background: var(--panel);
          border: 1px dashed var(--line); border-radius: 6px }
        @media (max-width: 760px) { header, main, footer { padding-left: 14px;
            padding-right: 14px } header { padding-top: 20px } h1 { font-size: 24px }
          .totals dd { font-size: 21px } }

        """

    private static let body = """
        <main>
        <dl class="totals">
        {{#figures}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/figures}}
        </dl>
        <dl class="facts">
        {{#facts}}<dt>{{name}}</dt><dd>{{#isCode}}<code>{{value}}</code>{{/isCode}}\
        {{^isCode}}{{value}}{{/isCode}}</dd>
        {{/facts}}
        </dl>
        {{#pictures}}
        <section>
        <h2>{{title}}</h2>
        <p class="note">{{note}}</p>
        <div class="picture">{{{svg}}}</div>
        </section>
        {{/pictures}}
        {{#tables}}
        <section>
        <h2>{{title}}</h2>
        {{#hasNote}}<p class="note">{{note}}</p>{{/hasNote}}
        {{#isEmpty}}<p class="empty">{{empty}}</p>{{/isEmpty}}
        {{^isEmpty}}
        <div class="table"><table>
        <thead><tr>{{#columns}}<th class="{{kind}}">{{name}}</th>{{/columns}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr>{{#cells}}<td class="{{kind}}"{{#isShort}} title="{{whole}}"{{/isShort}}>\
        {{#mark}}<span class="v-{{icon}}"><svg class="icon" aria-hidden="true">\
        <use href="#i-{{icon}}"/></svg></span> {{/mark}}{{text}}</td>{{/cells}}</tr>
        {{/rows}}
        </tbody>
        </table></div>
        {{/isEmpty}}
        </section>
        {{/tables}}
        </main>
        <footer>This page asks for itself every {{refreshSeconds}} seconds.</footer>
        </body>
        </html>

        """
}
