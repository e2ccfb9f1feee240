internal import Cryptography
internal import Encodings
package import Routing
package import Trials

/// A bot of a hardened gateway on a platform of messages: a message in, calls of the gateway and
/// answers out.
///
/// A user's key follows from the bot's secret and the user's name, so that it is the same after a
/// restart; the bot signs the user's orders by it.
package struct HardenedBot: Sendable {
    /// Words that a bot answers with where the gateway gave none.
    package enum Word: String, Sendable {
        case help = "Send me a prompt. /key shows your key, /balance what you may still spend."
        case unknownCommand = "I do not know this command. /help says what I do."
        case noBalance = "You have nothing to spend. /key shows the key to pay for."
        case failed = "That did not work, and cost nothing."
        case unreachable = "The gateway cannot be reached."
    }

    package static let secretByteCount = 32

    package let platform: BotPlatform
    private let secret: [UInt8]
    /// The gateway's key, in base64.
    private let gateway: String
    private let requests: RequestBuilder
    private let guards: Guards
    /// The units that one answer may cost.
    private let maxPrice: Int
    private let maxTokens: Int
    /// To be stored by whoever runs the bot.
    package private(set) var memory: BotMemory

    /// - Parameter secret: 32 bytes, as secret as the users' keys, which follow from it.
    /// **Precondition:** 32 bytes.
    package init(
        _ platform: BotPlatform, secret: [UInt8], parameters: GatewayParameters, gateway: String,
        maxPrice: Int = 1_000, maxTokens: Int = 256, memory: BotMemory = BotMemory(),
        guards: Guards = .all
    ) {
        precondition(secret.count == Self.secretByteCount, "a secret of \(secret.count) bytes")
        self.platform = platform
        self.secret = secret
        self.gateway = gateway
        self.maxPrice = maxPrice
        self.maxTokens = maxTokens
        self.memory = memory
        self.guards = guards
        requests = RequestBuilder(parameters: parameters)
    }

    /// The user of this name on the platform. Golden-bearing: the seed is a digest of the secret,
    /// the platform and the name.
    package func identity(ofUser name: String) -> ReceiptIdentity {
        ReceiptIdentity(
            privateSeed: HardenedDomain.user.digest(
                secret + platform.rawValue.bytes + name.bytes
            ).bytes)
    }

    /// Answers a message, once: it counts as answered before anything is done, so that nobody pays
    /// twice for it.
    ///
    /// - Parameter call: calls the gateway; nil where it cannot be reached.
    /// **Result:** the messages to send, in pieces that the platform takes.
    /// **Throws:** ``Refusal`` by `message_once`.
    package mutating func answer(
        to message: BotMessage, _ call: (WebRequest) -> WebAnswer?
    ) throws(Refusal) -> [String] {
        try guards.require(
            !memory.has(message.id), GatewayGuards.messageOnce,
            "message \(JSONValue.quoted(message.id, scalarCountMax: 64)) was answered")
        memory.note(message.id)
        return platform.pieces(text(message, call))
    }

    private func text(_ message: BotMessage, _ call: (WebRequest) -> WebAnswer?) -> String {
        let user = identity(ofUser: message.user)
        guard message.text.hasPrefix("/") else { return inference(message.text, user, call) }
        let command = message.text.dropFirst().split { $0.isWhitespace }.first?.lowercased()
        switch command {
        case "start", "help": return Word.help.rawValue
        case "key", "register": return user.key
        case "balance":
            guard let account = account(user, call) else { return Word.unreachable.rawValue }
            return String(account.balance)
        default: return Word.unknownCommand.rawValue
        }
    }

    /// A user's account at the gateway; nil where it says nothing that can be read.
    private func account(
        _ user: ReceiptIdentity, _ call: (WebRequest) -> WebAnswer?
    ) -> (balance: Int, nonce: Int)? {
        let request = WebRequest(
            method: "GET", path: "/accounts", query: "user=\(PercentEncoding.text(of: user.key))")
        guard let answer = call(request), answer.status == WebStatus.taken,
            let account = try? JSONParser.parse(
                answer.body, byteCountMax: GatewayLimits.messageByteCountMax),
            let balance = account.member("balance")?.stringValue.flatMap({ Int($0) }),
            let nonce = account.member("nonce")?.integerValue
        else { return nil }
        return (balance, nonce)
    }

    /// Orders an answer for what the user has, up to the bot's highest price.
    private func inference(
        _ prompt: String, _ user: ReceiptIdentity, _ call: (WebRequest) -> WebAnswer?
    ) -> String {
        guard let account = account(user, call) else { return Word.unreachable.rawValue }
        let price = min(maxPrice, account.balance)
        guard price > 0 else { return Word.noBalance.rawValue }
        let order = requests.order(
            prompt, of: gateway, user: user.key, nonce: account.nonce, maxPrice: price,
            maxTokens: maxTokens)
        guard let signed = try? RequestBuilder.signed(order, .order, by: user) else {
            return Word.failed.rawValue
        }
        let request = WebRequest(
            method: "POST", path: "/order",
            body: RequestBuilder.message(order: signed, prompt: prompt))
        guard let answer = call(request) else { return Word.unreachable.rawValue }
        let value = try? JSONParser.parse(
            answer.body, byteCountMax: GatewayLimits.recordByteCountMax)
        if answer.status == WebStatus.taken, let text = value?.member("text")?.stringValue {
            return text
        }
        let refused = value?.member("refused")?.stringValue
        return refused == GatewayGuards.balance.name
            ? Word.noBalance.rawValue : Word.failed.rawValue
    }
}

extension GatewayGuards {
    package static let messageOnce = Guard("message_once")
}
