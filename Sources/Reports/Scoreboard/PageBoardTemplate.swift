/// The scoreboard's sections of the page, in Mustache.
enum PageBoardTemplate {
    static let text = cards + grid + named

    private static let cards = """
        <section id="systems">
        <h2>By system</h2>
        <ul class="plain cards">
        {{#systems}}
        <li class="panel"><a href="#{{anchor}}"><b>{{system}}</b></a>
        <p class="note">{{figures}}</p>
        {{#profiles}}<p class="chip v-{{icon}}"><svg class="icon" aria-hidden="true">\
        <use href="#i-{{icon}}"/></svg><span><small>{{profile}}</small> {{words}}</span></p>
        {{/profiles}}
        <p class="note"><a href="#wall-{{anchor}}">attack × profile</a> · \
        <a href="#claims-{{anchor}}">claims</a>{{#hasCauses}} · \
        <a href="#{{causesAnchor}}">root causes</a>{{/hasCauses}}</p></li>
        {{/systems}}
        </ul>
        </section>

        """

    private static let half = """
        <span class="half v-{{icon}}" role="img" title="{{label}}" aria-label="{{label}}">\
        <svg class="icon"><use href="#i-{{icon}}"/></svg>{{fraction}}<sup>{{note}}</sup>\
        {{#isOff}}<b class="alarm"> !</b>{{/isOff}}</span>
        """

    private static let heads = """
        {{#columns}}<th scope="col"><a href="#{{anchor}}">{{name}}</a></th>{{/columns}}
        """

    private static let grid = """
        <section id="grid">
        <h2>Scoreboard</h2>
        <p class="note">Claims × systems × profiles. Of two marks the first is the published \
        rules, the second the hardened rules. A square counts what broke, a circle what held, of \
        all that was tried; – was not tried under these rules, an empty cell has no scenario.</p>
        <div class="panel table"><table class="grid">
        <thead><tr><th scope="col">claim</th>\(heads)</tr></thead>
        <tbody>
        {{#claimRows}}
        <tr><th scope="row" title="{{claimed}}">{{code}} <small class="note">{{name}}</small></th>
        {{#cells}}<td>{{#halves}}\(half){{/halves}}</td>{{/cells}}</tr>
        {{/claimRows}}
        </tbody>
        <tfoot>
        <tr><th scope="row">all</th>
        {{#totalCells}}<td>{{#halves}}\(half){{/halves}}</td>{{/totalCells}}</tr>
        {{#sumRows}}
        <tr class="sum"><th scope="row">{{name}}</th>{{#values}}<td>{{.}}</td>{{/values}}</tr>
        {{/sumRows}}
        </tfoot>
        </table></div>
        <p class="note">* guard × oracle × entry covered. A root cause counts where a scenario was \
        broken by it.</p>
        </section>

        """

    private static let named = """
        {{#hasNamed}}
        <section id="named">
        <h2>The attacks that are named first</h2>
        <p class="note">Marks as above. {{markNote}} A number stands where an attack has no \
        scenario: the reason is below.</p>
        <div class="panel table"><table class="grid">
        <thead><tr><th scope="col">attack</th>\(heads)</tr></thead>
        <tbody>
        {{#namedRows}}
        <tr><th scope="row" title="{{about}}">{{name}}<small class="note about">{{about}}</small>\
        </th>
        {{#cells}}<td>{{#halves}}\(half){{/halves}}<span class="ids">{{#links}}\
        {{#hasAnchor}}<a class="id" href="#{{anchor}}" title="{{words}}">{{id}}</a>{{/hasAnchor}}\
        {{^hasAnchor}}<span class="id">{{id}}</span>{{/hasAnchor}} {{/links}}</span></td>{{/cells}}
        </tr>
        {{/namedRows}}
        </tbody>
        </table></div>
        <ol class="note reasons">
        {{#reasons}}
        <li>{{reason}}</li>
        {{/reasons}}
        </ol>
        </section>
        {{/hasNamed}}

        """
}
