internal import BigInt
package import Chains
internal import Cryptography
package import Encodings
package import GlyphChain
package import Trials

/// The state of a chain as commands report it.
package struct ChainReport: Sendable {
    package var rules: Profile
    package var height: Int
    /// As the chain's rules call it; nil where it has no name.
    package var tip: String?
    /// Decimals; nil where a target is nothing that work can be computed from.
    package var work: String?
    package var stateDigest: String?
    package var balances: [(owner: String, amount: String)]
    package var errors: [Refusal] = []

    /// Rows and members that only one command tells, before the last.
    package var more: [(name: String, text: String, json: JSONValue)] = []
    /// How many blocks were judged a second, as a decimal; nil where none was.
    package var blocksPerSecond: String?

    package var isValid: Bool { errors.isEmpty }

    package init<Rules: ChainRules>(_ node: ChainNode<Rules>) {
        rules = node.rules.profile
        height = node.height
        tip = node.tipHash
        work = String(node.work)
        stateDigest = node.stateDigest.text
        balances = node.accounts.map { ($0.ownerText, $0.balanceText) }
    }

    package init(_ judgement: PublishedJudgement) {
        rules = .published
        height = judgement.height
        tip = judgement.tip
        work = judgement.workText
        balances = judgement.accounts.map { ($0.ownerText, $0.balanceText) }
        errors = judgement.refusals
    }

    private static let balanceCountMax = 20

    package var text: String {
        var table = TextTable()
        table.add("rules", rules.rawValue)
        table.add("height", "\(height)")
        table.add("tip", tip.map { JSONValue.quoted($0, scalarCountMax: 80) } ?? "none")
        table.add("work", work ?? "not computable")
        if let stateDigest { table.add("state", stateDigest) }
        for account in balances.prefix(Self.balanceCountMax) {
            table.add("balance", "\(account.amount)  \(Self.shown(account.owner))")
        }
        if balances.count > Self.balanceCountMax {
            table.add("", "and \(balances.count - Self.balanceCountMax) more")
        }
        for row in more { table.add(row.name, row.text) }
        if let blocksPerSecond { table.add("speed", "\(blocksPerSecond) blocks/s") }
        for refusal in errors {
            let place = refusal.index.map { "block \($0): " } ?? ""
            table.add("refused", "\(place)\(refusal.by.name): \(Self.shown(refusal.message))")
        }
        table.add("valid", isValid ? "yes" : "NO")
        return table.text
    }

    /// A stranger's text on a terminal.
    private static func shown(_ text: String) -> String {
        String(JSONValue.quoted(text, scalarCountMax: 200).dropFirst().dropLast())
    }

    package var json: JSONValue { .object(members) }

    package var members: [JSONMember] {
        let balances = balances.map { account in
            JSONMember(
                account.owner,
                Int(account.amount).map(JSONValue.integer) ?? .string(account.amount))
        }
        let errors = errors.map { refusal in
            JSONValue.object([
                JSONMember("index", refusal.index.map(JSONValue.integer) ?? .null),
                JSONMember("code", .string(refusal.by.name)),
                JSONMember("message", .string(refusal.message)),
            ])
        }
        let state = stateDigest.map { [JSONMember("state_digest", .string($0))] } ?? []
        return [
            JSONMember("rules", .string(rules.rawValue)),
            JSONMember("valid", .boolean(isValid)),
            JSONMember("height", .integer(height)),
            JSONMember("tip", tip.map(JSONValue.string) ?? .null),
            JSONMember("work", work.map(JSONValue.string) ?? .null),
        ] + state + [JSONMember("balances", .object(balances))]
            + more.map { JSONMember($0.name, $0.json) }
            + (blocksPerSecond.map { [JSONMember("blocks_per_second", .string($0))] } ?? [])
            + [JSONMember("errors", .array(errors))]
    }
}
