import ArgumentParser
import Chains
import Fingerprints
import GlyphChain
import Reports

struct ChainInit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Begin a chain in a new database.",
        discussion: """
            The database is made for one set of rules and for one model's weights.
            Example: glyphlab chain init --db chain.db --model Models/glyph-nano --rules hardened
            """)

    @OptionGroup var database: DatabaseOption
    @OptionGroup var model: ModelOptions

    @Option(help: "The rules of the chain: published or hardened.")
    var rules = RulesOption.published

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let model = try model.loaded()
            switch rules {
            case .published: return try begin(model.publishedRules)
            case .hardened: return try begin(model.hardenedRules)
            }
        }
    }

    private func begin<Rules: ChainRules>(_ rules: Rules) throws -> Outcome {
        let store = try ChainStore(newAt: database.db, pin: rules.pin)
        let report = ChainReport(try ChainNode(rules: rules, beginningIn: store))
        format.write(text: report.text, json: report.json)
        return .holds
    }
}
