import ArgumentParser
import Encodings
import GatewayNetwork
import Platform

/// The options of clients under the hardened rules, which sign what they ask for.
struct HardenedClientOptions: ParsableArguments {
    @Option(help: "Hardened: the network's parties, a JSON file.")
    var network: String?

    @Option(help: "Hardened: the key file of the user who orders, or of the treasury.")
    var identity: String?

    @Option(help: "Hardened: the most units that the order may cost.")
    var maxPrice = 1_000

    @Option(help: "Hardened: the user's key that the treasury gives credit, in place of a prompt.")
    var credit: String?

    @Option(help: "Hardened: the units of a credit.")
    var amount = 1_000_000

    @Option(help: "Hardened: the name of the payment that a credit is for, each taken once.")
    var payment: String?

    var isEmpty: Bool {
        network == nil && identity == nil && credit == nil && payment == nil
    }

    func validate() throws {
        guard (credit == nil) == (payment == nil) else {
            throw ValidationError("credit, payment: expected both or none")
        }
    }
}

/// A user, or the treasury, of a hardened network.
struct HardenedClient {
    let calls: GatewayCalls
    private let parameters: GatewayParameters
    private let identity: ReceiptIdentity
    private var builder: RequestBuilder { RequestBuilder(parameters: parameters) }

    /// **Throws:** where a file cannot be read.
    init(_ options: HardenedClientOptions, _ calls: GatewayCalls) throws {
        self.calls = calls
        parameters = try NetworkFile.parameters(options.network ?? "")
        let file = options.identity ?? ""
        guard Folder.fileExists(file) else {
            throw Failure(
                outcome: .badInput,
                message: "\(file): expected a key file, got none; 'system key' makes one")
        }
        identity = try ServedIdentity.loadedHardened(file)
    }

    /// Orders a text of the gateway that is called.
    func order(_ prompt: String, maxTokens: Int, maxPrice: Int) throws -> JSONValue {
        let account = try calls.answer(
            .get, "/accounts?user=" + PercentEncoding.text(of: identity.key))
        let order = try builder.order(
            prompt, of: servingGateway(), user: identity.key,
            nonce: account.member("nonce")?.integerValue ?? 0, maxPrice: maxPrice,
            maxTokens: maxTokens)
        let signed = try RequestBuilder.signed(order, .order, by: identity)
        return try calls.answer(
            .post, "/order", body: RequestBuilder.message(order: signed, prompt: prompt))
    }

    /// Gives a user credit, by the treasury's key.
    func credit(_ amount: Int, to user: String, payment: String) throws -> JSONValue {
        let credit = builder.credit(amount, to: user, payment: payment)
        return try calls.answer(
            .post, "/credit", body: RequestBuilder.signed(credit, .credit, by: identity).bytes)
    }

    /// The key of the gateway that is called, as it says itself.
    private func servingGateway() throws -> String {
        let said = try calls.answer(.get, "/identity").member("public_key")?.stringValue
        guard let said, parameters.gateways.contains(where: { $0 == said }) else {
            throw Failure(
                outcome: .doesNotHold,
                message: "\(calls.url): expected a gateway of the network, got "
                    + (said ?? "no key"))
        }
        return said
    }
}
