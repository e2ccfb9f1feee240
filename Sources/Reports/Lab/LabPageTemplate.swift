/// The lab's report in Mustache. Every value goes through ``ScalarEscaping``.
///
/// A section of Mustache that has no value here takes an outer one's of the same name: what a cell
/// may lack has names that nothing around it has.
enum LabPageTemplate {
    static let text =
        "{{% CONTENT_TYPE:\(ScalarEscaping.name)}}\n" + head + section + foot

    private static let head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
        style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>
        <title>GlyphLab: the evidence at hand</title>
        <style>
        \(PageStyle.base)\(LabPageStyle.text)</style>
        </head>
        <body>
        \(PageIcons.symbols)
        <a class="skip" href="#machines">Skip to the evidence</a>
        <header>
        <h1>The evidence at hand</h1>
        <p class="note">{{program}}, {{startedAt}}</p>
        <nav aria-label="Sections"><ul class="contents plain">
        {{#contents}}<li><a href="#{{id}}">{{title}}</a>\
        {{#isMissing}} <span class="note">(missing)</span>{{/isMissing}}</li>
        {{/contents}}
        </ul></nav>
        </header>
        <main>

        """

    private static let section = """
        {{#sections}}
        <section id="{{id}}" aria-labelledby="{{id}}-title">
        <h2 id="{{id}}-title">{{title}}</h2>
        <p class="note">{{question}}</p>
        {{#missing}}
        <p class="headline v-unexercised"><svg class="icon" aria-hidden="true">\
        <use href="#i-unexercised"/></svg><span>Missing: {{text}}. Run \
        <code>{{command}}</code> and give the file to <code>glyphlab report</code>.</span></p>
        {{/missing}}
        {{#blocks}}\(block){{#details}}
        <details><summary>{{title}}</summary>
        {{#inner}}\(block){{/inner}}
        </details>
        {{/details}}{{/blocks}}
        {{#sources}}
        <p class="source">from <code>{{name}}</code>, SHA-256 <code>{{digest}}</code>, \
        {{program}}</p>
        {{/sources}}
        </section>
        {{/sections}}

        """

    private static let block = """
        {{#heading}}
        <h3>{{text}}</h3>
        {{/heading}}
        {{#verdict}}
        <p class="headline v-{{state}}"><svg class="icon" aria-hidden="true">\
        <use href="#i-{{state}}"/></svg><span>{{text}}</span></p>
        {{/verdict}}
        {{#facts}}
        <dl class="facts">
        {{#rows}}<dt>{{name}}</dt><dd>{{value}}</dd>
        {{/rows}}
        </dl>
        {{/facts}}
        {{#table}}
        <p class="caption" aria-hidden="true">{{caption}}</p>
        <div class="table" role="region" aria-label="{{caption}}" tabindex="0">\
        <table aria-label="{{caption}}"{{#isMap}} class="map"{{/isMap}}>
        <thead><tr>{{#heads}}<th scope="col"><span>{{text}}</span></th>{{/heads}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{head}}</th>{{#cells}}<td\
        {{#cellTitle}} title="{{words}}"{{/cellTitle}}\
        {{#cellState}} class="is v-{{name}}"{{/cellState}}\
        {{#cellHash}} class="{{name}}"{{/cellHash}}\
        {{#cellColour}} style="background:{{ground}};color:{{ink}}"{{/cellColour}}>{{text}}</td>\
        {{/cells}}</tr>
        {{/rows}}
        </tbody>
        </table></div>
        {{/table}}
        {{#picture}}
        <figure><img src="{{source}}" alt="{{name}}"/></figure>
        {{/picture}}

        """

    private static let foot = """
        </main>
        <footer>
        <section id="files" aria-labelledby="files-title">
        <h2 id="files-title">Files</h2>
        {{^hasFiles}}<p>No file was given: every section above tells the command that makes its \
        evidence.</p>{{/hasFiles}}
        {{#hasFiles}}
        <div class="table" role="region" aria-label="Files of this report" tabindex="0">\
        <table aria-label="Files of this report">
        <thead><tr><th scope="col">file</th><th scope="col">what it is</th>\
        <th scope="col">size</th><th scope="col">made by</th><th scope="col">SHA-256</th></tr>\
        </thead>
        <tbody>
        {{#files}}<tr><th scope="row">{{name}}</th><td>{{kind}}</td><td>{{size}}</td>\
        <td>{{program}}</td><td><code>{{digest}}</code></td></tr>
        {{/files}}
        </tbody>
        </table></div>
        {{/hasFiles}}
        </section>
        \(PageParts.provenance)
        </footer>
        </body>
        </html>

        """
}
