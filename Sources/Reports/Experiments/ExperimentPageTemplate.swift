/// The page of experiments in Mustache. Pictures have escaped their own texts; every other value
/// goes through ``ScalarEscaping``.
enum ExperimentPageTemplate {
    static let text =
        "{{% CONTENT_TYPE:\(ScalarEscaping.name)}}\n" + head + section + foot

    private static let styles = """
        header, main, footer { max-width: 1128px }
        .method { max-width: 86ch } .notes { max-width: 86ch; padding-left: 20px; margin: 12px 0 }
        .notes li { margin: 0 0 6px }
        .picture { margin: 14px 0 }
        .picture svg { display: block; max-width: 100%; height: auto }
        .narrow { display: none }
        .table td, .table th { padding: 5px 8px; white-space: nowrap }
        .table tbody th { white-space: normal; min-width: 150px }
        .small { width: auto } .small th, .small td { white-space: normal }
        .caption { color: var(--note); font-size: 14px; margin: 14px 0 6px; max-width: 86ch }
        details { margin: 12px 0 } summary { cursor: pointer; color: var(--link) }
        .table:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
        @media screen and (max-width: 760px) {
          header, main, footer { padding: 0 14px } header { padding-top: 20px }
          h1 { font-size: 24px } h2 { margin-top: 34px }
          .wide { display: none } .narrow { display: block }
          .narrow svg { width: 100%; max-width: 460px }
          .facts { grid-template-columns: minmax(0, 1fr); gap: 0 } .facts dd { margin: 0 0 6px }
          .table tbody th { min-width: 120px } .table td, .table th { padding: 4px 6px } }
        @media print { nav, .skip { display: none } .picture, tr { break-inside: avoid }
          h2, .caption { break-after: avoid } }

        """

    private static let head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <title>GlyphLab: the paper's tables, done again</title>
        <style>
        \(PageStyle.base)\(styles)</style>
        </head>
        <body>
        <a class="skip" href="#experiments">Skip to the experiments</a>
        <header>
        <h1>The paper's tables, done again</h1>
        <p class="note">{{program}}, {{startedAt}}</p>
        <p>{{conditions}}.</p>
        <nav aria-label="Experiments"><ul class="contents plain">
        {{#contents}}<li><a href="#{{id}}">{{title}}</a></li>
        {{/contents}}
        </ul></nav>
        </header>
        <main id="experiments">

        """

    private static let section = """
        {{#sections}}
        <section id="{{id}}" aria-labelledby="{{id}}-title">
        <h2 id="{{id}}-title">{{title}}</h2>
        <p class="method">{{method}}</p>
        <dl class="facts"><dt>paper</dt><dd>{{source}}</dd><dt>draws</dt><dd>{{seeds}}</dd>
        <dt>command</dt><dd><code>glyphlab experiment {{id}}</code></dd></dl>
        <figure class="picture wide">{{{wide}}}</figure>
        <figure class="picture narrow">{{{narrow}}}</figure>
        <ul class="notes">
        {{#notes}}<li>{{.}}</li>
        {{/notes}}
        </ul>
        <details><summary>The numbers</summary>
        <div class="table panel" role="region" aria-label="The numbers of {{title}}" tabindex="0">\
        <table>
        <thead><tr><th></th><th>here</th><th>share</th><th>95 %</th><th>paper</th><th>share</th>\
        <th>95 %</th></tr></thead>
        <tbody>
        {{#rows}}<tr><th scope="row">{{name}}</th>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>
        {{/rows}}
        </tbody>
        </table></div></details>
        {{#tables}}
        <p class="caption">{{caption}}</p>
        <div class="table panel" role="region" aria-label="{{caption}}" tabindex="0">\
        <table class="small">
        <thead><tr>{{#heads}}<th>{{.}}</th>{{/heads}}</tr></thead>
        <tbody>
        {{#lines}}<tr><th scope="row">{{name}}</th>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>
        {{/lines}}
        </tbody>
        </table></div>
        {{/tables}}
        </section>
        {{/sections}}
        {{#refusals}}
        <section id="not-done" aria-labelledby="not-done-title">
        <h2 id="not-done-title">Not done with this model</h2>
        <ul class="notes">
        {{#.}}<li>{{titles}}: {{reason}}</li>
        {{/.}}
        </ul>
        </section>
        {{/refusals}}

        """

    private static let foot = """
        </main>
        <footer>\(PageParts.provenance)</footer>
        </body>
        </html>

        """
}
