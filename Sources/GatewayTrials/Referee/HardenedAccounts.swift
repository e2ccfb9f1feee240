internal import Cryptography
internal import Encodings
internal import Scenarios
internal import Trials

/// The referee's own accounts of the hardened network's users, from what they and others signed.
struct HardenedAccounts {
    private struct Account {
        let user: String
        var balance = 0
        var orderCount = 0
    }

    private struct Session {
        let id: String
        let user: String
        let gateway: String
        let node: String
        let price: Int
        let tokens: Int
        let inputTokens: Int
        let millis: Int
        var isOpen = true
    }

    private struct Ask {
        let gateway: String
        let millis: Int
        let round: Int
        let milliseconds: Int
    }

    /// All messages to the gateway, in their order.
    private let journal: [Submission]
    private let reading: GatewayReading
    private let parties: GatewayParties
    private let books: GatewayBooks
    private var accounts: [Account] = []
    private var sessions: [Session] = []
    private var asks: [Ask] = []
    private var payments: [String] = []
    /// Nodes that failed and have not answered since, each with the time.
    private var failures: [(node: String, milliseconds: Int)] = []

    /// **Throws:** ``Inexact`` at the first message that should not have been taken.
    init(
        _ rows: [GatewayView.Row], _ journal: [Submission], _ reading: GatewayReading,
        _ parties: GatewayParties, _ books: GatewayBooks
    ) throws(Inexact) {
        (self.journal, self.reading) = (journal, reading)
        (self.parties, self.books) = (parties, books)
        for row in rows {
            switch row.kind {
            case "credit": try credit(row)
            case "ask": try ask(row)
            case "order": try order(row)
            case "receipt": try receipt(row)
            case "release": try release(row)
            default: break
            }
        }
    }

    func balance(of user: String) -> Int { accounts.first { $0.user == user }?.balance ?? 0 }

    private mutating func place(_ user: String) -> Int {
        if let place = accounts.firstIndex(where: { $0.user == user }) { return place }
        accounts.append(Account(user: user))
        return accounts.count - 1
    }

    private func signed(
        _ row: GatewayView.Row, by key: String, _ message: ExactMessage
    ) throws(Inexact) {
        guard books.hasMessage(message.payload, row.kind, key) else {
            throw Inexact(why: "the \(row.kind) \(row.name) was never signed by the one it binds")
        }
    }

    private func message(_ row: GatewayView.Row) throws(Inexact) -> ExactMessage {
        try reading.message(row.bytes, row.kind).get()
    }

    /// The prompt beside an order that was taken; nil where the journal has none.
    private func prompt(ofOrder bytes: [UInt8]) -> String? {
        for message in journal where message.isAccepted && message.surface.name == "order" {
            guard let value = try? GatewayReading.parse(message.bytes),
                let order = value.member("order"), Array(order.compactText.utf8) == bytes
            else { continue }
            return value.member("prompt")?.stringValue
        }
        return nil
    }

    // MARK: Rows

    private mutating func credit(_ row: GatewayView.Row) throws(Inexact) {
        let message = try message(row)
        try signed(row, by: parties.treasuryKey, message)
        let amount = try reading.integer(message, "amount", in: 1...1 << 53)
        let payment = try reading.text(message.value, "payment")
        guard payment.wholeMatch(of: /[A-Za-z0-9._-]{1,64}/) != nil else {
            throw Inexact(why: "a payment of other letters than those of ASCII")
        }
        guard !payments.contains(payment) else {
            throw Inexact(why: "payment \(payment) was credited twice")
        }
        payments.append(payment)
        accounts[place(try reading.base64(message.value, "user", 32))].balance += amount
    }

    private mutating func ask(_ row: GatewayView.Row) throws(Inexact) {
        let message = try message(row)
        let gateway = try reading.base64(message.value, "gateway", 32)
        guard parties.isGateway(gateway) else { throw Inexact(why: "a stranger's price") }
        try signed(row, by: gateway, message)
        let round = try reading.integer(message, "round", in: 0...1 << 53)
        guard !asks.contains(where: { $0.gateway == gateway && $0.round >= round }) else {
            throw Inexact(why: "an earlier price than one before it")
        }
        let millis = try reading.integer(message, "millis", in: 1...1_000_000)
        asks.removeAll { $0.gateway == gateway }
        asks.append(
            Ask(
                gateway: gateway, millis: millis, round: round,
                milliseconds: Int(row.link) ?? 0))
    }

    private mutating func order(_ row: GatewayView.Row) throws(Inexact) {
        let message = try message(row)
        let user = try reading.base64(message.value, "user", 32)
        try signed(row, by: user, message)
        let place = place(user)
        guard try reading.integer(message.value, "nonce") == accounts[place].orderCount else {
            throw Inexact(why: "an order out of its user's turn")
        }
        let price = try reading.integer(message, "max_price", in: 1...1 << 53)
        guard price <= accounts[place].balance else {
            throw Inexact(why: "an order of \(price) units of \(accounts[place].balance)")
        }
        let gateway = try reading.text(message.value, "gateway")
        guard gateway == parties.gatewayKeys[0] else {
            throw Inexact(why: "an order for another gateway")
        }
        let facts = row.link.split(separator: " ").map(String.init)
        guard facts.count == 4, let milliseconds = Int(facts[0]) else {
            throw Inexact(why: "an order without its facts")
        }
        guard !failures.contains(where: { $0.node == facts[3] && milliseconds - $0.1 < 60_000 })
        else { throw Inexact(why: "a session of a node that failed less than a minute ago") }
        let prices = asks.filter { milliseconds - $0.milliseconds < 300_000 }.map(\.millis).sorted()
        accounts[place].balance -= price
        accounts[place].orderCount += 1
        sessions.append(
            Session(
                id: row.name, user: user, gateway: gateway, node: facts[3], price: price,
                tokens: try reading.integer(message, "max_tokens", in: 1...10_000_000),
                inputTokens: prompt(ofOrder: row.bytes)?.utf8.count ?? Int(facts[1]) ?? 0,
                millis: prices.isEmpty ? 100 : prices[(prices.count - 1) / 2]))
    }

    /// The payment of a session by its receipt.
    private mutating func receipt(_ row: GatewayView.Row) throws(Inexact) {
        let value = try GatewayReading.parse(row.bytes)
        let exact = try reading.receipt(row.bytes).get()
        let id = try reading.text(value, "session_id")
        guard let place = sessions.firstIndex(where: { $0.id == id }) else { return }
        let session = sessions[place]
        guard session.isOpen else { throw Inexact(why: "session \(id) is paid twice") }
        guard exact.gateway == session.gateway, exact.node == session.node else {
            throw Inexact(why: "session \(id) is paid to others than served it")
        }
        guard exact.inputTokens == session.inputTokens, exact.outputTokens <= session.tokens else {
            throw Inexact(why: "session \(id) is paid for tokens that nobody ordered")
        }
        let thousandths =
            (exact.inputTokens + exact.outputTokens) * session.millis + exact.wallMilliseconds
        let price = min(session.price, max(1, (thousandths + 999) / 1_000))
        sessions[place].isOpen = false
        failures.removeAll { $0.node == session.node }
        accounts[self.place(session.user)].balance += session.price - price
    }

    private mutating func release(_ row: GatewayView.Row) throws(Inexact) {
        guard let place = sessions.firstIndex(where: { $0.id == row.name && $0.isOpen }) else {
            throw Inexact(why: "a session was given up that is not open")
        }
        sessions[place].isOpen = false
        let facts = row.link.split(separator: " ").map(String.init)
        if facts.count == 2, let milliseconds = Int(facts[0]) {
            failures.removeAll { $0.node == facts[1] }
            failures.append((facts[1], milliseconds))
        }
        accounts[self.place(sessions[place].user)].balance += sessions[place].price
    }
}
