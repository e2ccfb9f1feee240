import ArgumentParser
import Encodings
import Platform
import Reports

struct ReceiptsClient: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipts",
        abstract: "Ask a gateway of the receipt network for a text.",
        discussion: """
            A hardened order is signed by --identity, a key file that is there, and paid from the \
            credit that the treasury gave its key. The exit code is 0 where a text came, 1 where \
            the gateway refused (its status and words are told), 2 where it could not be reached.
            Example: glyphlab system client receipts --gateway http://127.0.0.1:8080 \
            --prompt "The king said"
            """)

    @Option(
        name: .customLong("gateway"),
        help: ArgumentHelp("The gateway's URL.", valueName: "url"))
    var url: ServerURL

    private var gateway: String { url.text }

    @Option(help: "The rules: published or hardened.")
    var profile = ServedProfile.published

    @Option(help: "The text to continue.")
    var prompt: String?

    @Option(help: "Published: the key of the user who pays; nobody pays without one.")
    var user: String?

    @Option(help: "How many tokens are asked for.")
    var maxNewTokens = 256

    @OptionGroup var hardened: HardenedClientOptions

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (prompt == nil) != (hardened.credit == nil) else {
            throw ValidationError("prompt, credit: expected one of them")
        }
        switch profile {
        case .published:
            guard hardened.isEmpty else {
                throw ValidationError("network, identity, credit: expected with hardened only")
            }
        case .hardened:
            guard user == nil, hardened.network != nil, hardened.identity != nil else {
                throw ValidationError("hardened: expected network and identity, and no user")
            }
        }
    }

    func run() throws {
        try Outcome.ending {
            let calls = GatewayCalls(gateway: gateway)
            let answer: JSONValue
            switch profile {
            case .published: answer = try published(calls)
            case .hardened:
                let client = try HardenedClient(hardened, calls)
                if let user = hardened.credit {
                    answer = try client.credit(
                        hardened.amount, to: user, payment: hardened.payment ?? "")
                } else {
                    answer = try client.order(
                        prompt ?? "", maxTokens: maxNewTokens, maxPrice: hardened.maxPrice)
                }
            }
            let text = answer.member("text")?.stringValue
            guard text != nil || hardened.credit != nil else {
                throw Failure(
                    outcome: .doesNotHold, message: "\(gateway): expected a text, got none")
            }
            format.write(text: (text ?? "credited") + "\n", json: answer)
            return .holds
        }
    }

    private func published(_ calls: GatewayCalls) throws -> JSONValue {
        var members = [
            JSONMember("prompt", .string(prompt ?? "")),
            JSONMember("max_new_tokens", .integer(maxNewTokens)),
        ]
        if let user { members.append(JSONMember("user_pubkey", .string(user))) }
        return try calls.answer(
            .post, "/inference", body: Array(JSONValue.object(members).compactText.utf8))
    }
}
