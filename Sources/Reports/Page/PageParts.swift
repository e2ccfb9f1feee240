/// Parts that the pages have in common, in Mustache.
enum PageParts {
    /// Where a report comes from: the rows of its provenance.
    static let provenance = """
        <section id="provenance" aria-labelledby="provenance-title">
        <h2 id="provenance-title">Where this report comes from</h2>
        <dl class="facts">
        {{#provenance}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/provenance}}
        </dl></section>
        """
}
