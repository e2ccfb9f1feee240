/// The page in Mustache. Every value goes through ``ScalarEscaping``: no triple braces stand here.
enum PageTemplate {
    static let text =
        "{{% CONTENT_TYPE:\(ScalarEscaping.name)}}\n" + head + top + surprises
        + PageBoardTemplate.text + board + claims
        + holes
        + scenarios + foot

    private static let head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
        style-src 'unsafe-inline'; script-src 'sha256-\(PageScript.digest)'; base-uri 'none'; \
        form-action 'none'">
        <title>GlyphLab: attack report</title>
        <style>
        \(PageStyle.text)</style>
        </head>
        <body>
        \(PageIcons.symbols)

        """

    private static let top = """
        <a class="skip" href="#scenarios">Skip to the scenarios</a>
        <header>
        <h1>Attack report</h1>
        <p class="note">{{program}}, seed <code>{{seed}}</code>, {{startedAt}}</p>
        <p class="headline v-{{state}}"><svg class="icon" aria-hidden="true">\
        <use href="#i-{{state}}"/></svg><span>{{headline}}</span></p>
        <dl class="totals">
        {{#totals}}
        <div><dt>{{name}}</dt><dd{{#isAlarm}} class="alarm"{{/isAlarm}}>{{value}}</dd></div>
        {{/totals}}
        </dl>
        <nav aria-label="Contents"><ul class="plain contents">\
        {{#hasSurprises}}<li><a href="#surprises">Unexpected verdicts</a></li>{{/hasSurprises}}\
        {{#hasKnown}}<li><a href="#known">Known failures</a></li>{{/hasKnown}}\
        <li><a href="#systems">By system</a></li>\
        <li><a href="#grid">Scoreboard</a></li>\
        {{#hasNamed}}<li><a href="#named">Named attacks</a></li>{{/hasNamed}}\
        <li><a href="#scoreboard">Attack × profile</a></li>\
        <li><a href="#claims">By claim</a></li>\
        {{#hasHoles}}<li><a href="#holes">Root causes</a></li>{{/hasHoles}}\
        <li><a href="#scenarios">Scenarios</a></li>\
        <li><a href="#provenance">Where this report comes from</a></li></ul></nav>
        </header>
        <main>

        """

    private static let entry = """
        <li><span class="chip v-{{icon}}"><svg class="icon" aria-hidden="true">\
        <use href="#i-{{icon}}"/></svg>{{clause}}</span> · <a href="#{{anchor}}">\
        <span class="id">{{id}}</span></a> <span class="note">{{system}}, {{profile}}</span>
        <p>{{title}}</p>
        """

    private static let surprises = """
        {{#hasSurprises}}
        <section id="surprises">
        <h2>Unexpected verdicts</h2>
        <p class="note">What came out other than its scenario expects.</p>
        <ul class="panel plain surprises">
        {{#surprises}}
        \(entry)
        <p>{{evidence}}</p>
        <p><code class="replay">{{replay}}</code></p></li>
        {{/surprises}}
        </ul>
        </section>
        {{/hasSurprises}}
        {{#hasKnown}}
        <section id="known">
        <h2>Known failures</h2>
        <p class="note">Verdicts other than their scenarios expect that were accepted before the \
        run, each for a reason. They do not turn the exit code.</p>
        <ul class="panel plain surprises">
        {{#known}}
        \(entry)
        <p>Reason: {{reason}}</p>
        <p>{{evidence}}</p></li>
        {{/known}}
        {{#gone}}
        <li><span class="id">{{id}}</span> <span class="note">{{profile}}</span> no longer fails: \
        its entry can go.<p>Reason: {{reason}}</p></li>
        {{/gone}}
        </ul>
        </section>
        {{/hasKnown}}

        """

    private static let board = """
        <section id="scoreboard">
        <h2>Attack × profile</h2>
        <p class="note">A box is a scenario: its upper mark is the published rules, its lower one \
        the hardened rules. Red squares above green circles are as it should be; a heavy box with \
        a <b>!</b> is an unexpected verdict. Arrow keys move between boxes.</p>
        <ul class="legend">
        {{#legend}}
        <li class="v-{{icon}}"><svg class="icon"><use href="#i-{{icon}}"/></svg> {{name}}</li>
        {{/legend}}
        </ul>
        <div class="pairs">
        {{#systems}}
        <div><h3 id="wall-{{anchor}}">{{system}}</h3>
        <div class="panel wall">
        {{#claims}}
        <span><b>{{code}}</b><small>{{name}}</small></span>
        <div class="cells">
        {{#cells}}
        <a class="cell{{#isSurprise}} surprise{{/isSurprise}}" href="#{{anchor}}" \
        title="{{tip}}" aria-label="{{tip}}">{{#marks}}\
        <svg class="icon v-{{icon}}" aria-hidden="true"><use href="#i-{{icon}}"/></svg>\
        {{/marks}}</a>
        {{/cells}}
        </div>
        {{/claims}}
        </div></div>
        {{/systems}}
        </div>
        </section>

        """

    private static let claims = """
        <section id="claims">
        <h2>By claim</h2>
        <div class="pairs">
        {{#systems}}
        <div><h3 id="claims-{{anchor}}">{{system}}</h3>
        <div class="panel table"><table>
        <thead><tr><th>claim</th><th>sce&shy;narios</th><th>triples&nbsp;*</th>\
        <th>broken in<br>pub&shy;lished</th><th>held in<br>hard&shy;ened</th>\
        <th>un&shy;expected</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr><th title="{{claimed}}">{{code}} <small class="note">{{name}}</small></th>\
        <td>{{scenarios}}</td><td>{{triples}}</td><td>{{broken}}</td><td>{{held}}</td>\
        <td{{#isAlarm}} class="alarm"{{/isAlarm}}>{{surprises}}</td></tr>
        {{/rows}}
        </tbody>
        <tfoot>
        {{#total}}
        <tr><th>all</th><td>{{scenarios}}</td><td>{{triples}}</td><td>{{broken}}</td>\
        <td>{{held}}</td><td{{#isAlarm}} class="alarm"{{/isAlarm}}>{{surprises}}</td></tr>
        {{/total}}
        </tfoot>
        </table></div></div>
        {{/systems}}
        </div>
        <p class="note">* guard × oracle × entry covered: a guard that was asked for and fired, \
        the oracle that judged, the entry of the attack. Two scenarios with one triple test \
        the same thing, whatever they are called.</p>
        </section>

        """

    private static let holes = """
        {{#hasHoles}}
        <section id="holes">
        <h2>Root causes</h2>
        <p class="note">Why the published rules break, and which scenarios show it.</p>
        {{#holes}}
        <h3 id="{{causesAnchor}}">{{system}} <span class="note">{{causes}}</span></h3>
        <ul class="panel plain holes">
        {{#list}}
        <li><span class="id">{{id}}</span> <span class="note">{{count}}</span><br>\
        {{title}}<div class="by">{{#by}}<a class="id" href="#{{anchor}}">{{id}}</a> {{/by}}</div>\
        </li>
        {{/list}}
        </ul>
        {{/holes}}
        </section>
        {{/hasHoles}}

        """

    private static let scenarios = """
        <section id="scenarios">
        <h2>Scenarios</h2>
        <div id="filter" hidden><input type="search" \
        placeholder="ENC broken, critical, quorum …" aria-label="Show scenarios with words that \
        begin so in id, title, verdict, severity, claim, guard, oracle, entry or file"> \
        <label><input type="checkbox"> unexpected only</label> <output></output></div>
        <p id="nothing" class="note" hidden>No scenario matches.</p>
        {{#systems}}
        <div class="system" id="{{anchor}}"><h3>{{system}} <span class="note">{{figures}}\
        {{#profiles}} · {{profile}}: {{words}}{{/profiles}}</span></h3>
        {{#scenarios}}
        <details class="scenario{{#isSurprise}} surprise{{/isSurprise}}" id="{{anchor}}"\
        {{#isSurprise}} open{{/isSurprise}}>
        <summary><span class="id">{{id}}</span><span class="title">{{title}}</span>{{#marks}}\
        <span class="chip of-{{profile}} v-{{icon}}"><svg class="icon" aria-hidden="true">\
        <use href="#i-{{icon}}"/></svg><span><small>{{profile}}</small> {{verdict}}\
        {{#isOff}} !{{/isOff}}</span></span>{{/marks}}</summary>
        <div class="detail">
        <p class="about">{{about}}</p>
        <dl class="facts">
        {{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}
        </dl>
        <div class="profiles">
        {{#results}}\(result){{/results}}
        </div>
        </div>
        </details>
        {{/scenarios}}
        </div>
        {{/systems}}
        </section>

        """

    private static let result = """
        <section class="v-{{icon}}">
        <h4>{{profile}}<span class="chip"><svg class="icon" aria-hidden="true">\
        <use href="#i-{{icon}}"/></svg>{{verdict}}</span>\
        <span class="note">{{expectation}}</span></h4>
        <p class="evidence">{{evidence}}</p>
        <p class="label">{{guardsLabel}}</p>
        <ul class="plain guards">{{#guards}}\
        <li{{#isMissed}} class="missed"{{/isMissed}}>{{mark}} <code>{{name}}</code></li>{{/guards}}\
        </ul>
        {{#measure}}
        <figure class="measure{{#isOver}} over{{/isOver}}">
        <svg viewBox="0 0 1000 26" preserveAspectRatio="none" role="img" aria-label="{{label}}">\
        <rect class="track" x="0" y="6" width="1000" height="14"/>\
        <rect class="amount" x="0" y="6" width="{{amount}}" height="14"/>\
        <path class="bound" d="M{{bound}} 0v26" vector-effect="non-scaling-stroke"/></svg>
        <figcaption>{{label}}</figcaption>
        </figure>
        {{/measure}}
        <p class="label">Replay</p>
        <code class="replay">{{replay}}</code>
        {{#hasDuration}}<p class="label">Took {{duration}} s</p>{{/hasDuration}}
        <details class="log"><summary>Event log, {{lines}}</summary>
        <pre>{{#log}}{{.}}
        {{/log}}</pre>
        <p class="digest">SHA-256 <code>{{digest}}</code></p>
        </details>
        </section>

        """

    private static let foot = """
        </main>
        <footer>\(PageParts.provenance)
        <p>“Broken in published” is the red proof: the attack works where the hole is \
        open. “Held” counts only where the guard was seen to fire.</p></footer>
        <script>\(PageScript.text)</script>
        </body>
        </html>

        """
}
