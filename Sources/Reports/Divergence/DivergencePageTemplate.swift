/// The page in Mustache. Every value goes through ``ScalarEscaping`` but the pictures, which are
/// markup and have escaped their own texts.
enum DivergencePageTemplate {
    static let text =
        "{{% CONTENT_TYPE:\(ScalarEscaping.name)}}\n" + head + comparison + place + runs + foot

    private static let head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
        <title>GlyphLab: {{title}}</title>
        <style>
        \(PageStyle.base)\(style)</style>
        </head>
        <body>
        \(PageIcons.symbols)
        <header>
        <h1>Comparison</h1>
        <p class="note">{{program}}, {{startedAt}}</p>
        </header>
        <main>

        """

    private static let style = """
        header, main, footer { max-width: 1440px }
        .picture { margin: 18px 0; border: 1px solid var(--line); border-radius: 6px;
          background: var(--ground); overflow-x: auto } .picture svg { display: block }
        .picture .wide svg { max-width: 100%; height: auto }
        .picture .wide svg.long { max-width: none }
        .picture .narrow { display: none } .explained { max-width: 90ch }
        .facts code { overflow-wrap: anywhere } .side { min-width: 50px; color: var(--note) }
        .compare td, .compare th { text-align: left; overflow-wrap: anywhere }
        .numbers { max-width: 640px }
        .numbers td, .numbers th { text-align: right } .other td { font-weight: 600 }
        tr.differs td { color: var(--broken) } tr.first td { font-weight: 700 }
        tr.first td:first-child::before { content: "▸ " }
        .replay { white-space: pre-wrap; overflow-wrap: anywhere } .commands dt { margin-top: 8px }
        .commands dd { margin: 2px 0 0 } .columns { display: grid; gap: 0 32px;
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)) }
        .columns > div { min-width: 0 }
        @media (max-width: 1040px) { .picture .wide { display: none }
          .picture .narrow { display: block } .picture .narrow svg { margin: 0 auto;
            max-width: 100%; height: auto } }
        @media (max-width: 760px) { header, main, footer { padding: 0 14px }
          header { padding-top: 20px } h1 { font-size: 24px } }
        @media print { .picture .wide { display: block } .picture .narrow { display: none } }

        """

    private static let comparison = """
        {{#comparisons}}
        <article>
        {{#files}}<h2>{{left}} and {{right}}</h2>{{/files}}
        <p class="headline v-{{state}}"><svg class="icon" aria-hidden="true">\
        <use href="#i-{{state}}"/></svg><span>{{headline}}</span></p>
        <p class="explained">{{explanation}}</p>
        {{#notes}}<p class="explained note">{{.}}</p>{{/notes}}
        {{#pictures}}<figure class="picture"><div class="wide">{{{wide}}}</div>\
        <div class="narrow">{{{narrow}}}</div></figure>{{/pictures}}
        {{#hasNext}}
        <section>
        <h3>What each side runs next</h3>
        <dl class="commands">
        {{#next}}<dt class="note">{{side}}</dt><dd><code class="replay">{{command}}</code></dd>
        {{/next}}
        </dl>
        </section>
        {{/hasNext}}

        """

    private static let place = """
        <div class="columns">
        {{#place}}
        <div>
        <h3>Prompt {{number}}</h3>
        <dl class="facts">
        <dt>salt</dt><dd><code>{{salt}}</code></dd><dt>prompt</dt><dd><code>{{prompt}}</code></dd>
        <dt>tokens</dt><dd>{{tokens}}</dd>
        {{#token}}<dt>first difference</dt><dd>{{text}}</dd>{{/token}}
        </dl>
        {{#digests}}
        <p class="label">{{word}} <code>{{name}}</code>: {{state}}</p>
        <dl class="facts"><dt>left</dt><dd><code>{{left}}</code></dd>\
        <dt>right</dt><dd><code>{{right}}</code></dd></dl>
        {{/digests}}
        </div>
        {{/place}}
        {{#element}}
        <div>
        <h3>{{counts}}</h3>
        <div class="table"><table class="numbers">
        <thead><tr><th>element</th><th>left</th><th>right</th><th>right − left</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr class="{{#isFirst}}first {{/isFirst}}{{#differs}}differs{{/differs}}">\
        <td>{{index}}</td><td>{{left}}</td><td>{{right}}</td><td>{{difference}}</td></tr>
        {{/rows}}
        </tbody>
        </table></div>
        </div>
        {{/element}}
        {{#hasRoots}}
        <div>
        <h3>Where prompts begin to differ</h3>
        <div class="table"><table class="compare">
        <thead><tr><th>operation</th><th>prompts</th><th></th></tr></thead>
        <tbody>
        {{#roots}}<tr><td><code>{{operation}}</code></td><td>{{count}}</td><td>{{prompts}}</td></tr>
        {{/roots}}
        </tbody>
        </table></div>
        </div>
        {{/hasRoots}}
        </div>

        """

    private static let runs = """
        <section>
        <h3>Both runs</h3>
        {{#hasProofs}}<p class="note">The proofs alone: {{proofs}}.</p>{{/hasProofs}}
        <div class="table"><table class="compare">
        <thead><tr><th></th><th>left</th><th>right</th></tr></thead>
        <tbody>
        {{#runs}}<tr{{#isOther}} class="other"{{/isOther}}><td>{{name}}</td><td>{{left}}</td>\
        <td>{{right}}</td></tr>
        {{/runs}}
        </tbody>
        </table></div>
        </section>
        </article>
        {{/comparisons}}

        """

    private static let foot = """
        </main>
        <footer>\(PageParts.provenance)</footer>
        </body>
        </html>

        """
}
