internal import Encodings
internal import Scenarios
internal import Trials

/// An adapter's introduction.
struct NodeGreeting: Sendable, Equatable {
    let name: String
    let version: String
    /// Guards under each set of rules.
    let published: [String]
    let hardened: [String]

    private static let guardCountMax = 64

    init(_ answer: NodeAnswer) throws(AdapterFault) {
        var answer = answer
        try answer.text("protocol", equals: NodeWire.name)
        try answer.text("ledger", equals: NodeWire.ledger)
        name = try answer.plainText("name", byteCountMax: 64)
        guard PlainName.isName(name) else {
            throw answer.wrong("name", "letters and digits, '.', '_' and '-'", "\"\(name)\"")
        }
        version = try answer.plainText("version", byteCountMax: 64)
        let guards = try answer.take("guards")
        try answer.finish()
        var lists = try NodeAnswer(guards, place: "hello.result.guards")
        published = try lists.names("published", countMax: Self.guardCountMax)
        hardened = try lists.names("hardened", countMax: Self.guardCountMax)
        try lists.finish()
    }

    func guards(_ profile: Profile) -> [Guard] {
        (profile == .published ? published : hardened).map { Guard($0) }
    }
}

/// A request that changes the node.
enum NodeAct: Sendable {
    case start([JSONMember])
    case submit(bytes: [UInt8], surface: String, source: Int)
    case advance(milliseconds: Int)
    case produce
    case restart

    var method: String {
        switch self {
        case .start: "start"
        case .submit: "submit"
        case .advance: "advance"
        case .produce: "produce"
        case .restart: "restart"
        }
    }

    var parameters: [JSONMember] {
        switch self {
        case .start(let members): members
        case .submit(let bytes, let surface, let source):
            [
                JSONMember("surface", .string(surface)),
                JSONMember("bytes", .string(Base64.text(of: bytes))),
                JSONMember("source", .integer(source)),
            ]
        case .advance(let milliseconds): [JSONMember("milliseconds", .integer(milliseconds))]
        case .produce, .restart: []
        }
    }
}

/// A node's answer to an act, and where it stands after it.
struct NodeReply: Sendable, Equatable {
    let height: Int
    /// The name of the last block, 64 hex digits.
    let head: String
    let waitingCount: Int
    /// Guards that refused the bytes; empty where they were taken.
    let refused: [String]
    /// Whether the node died of the bytes; the adapter has started it again.
    let died: Bool

    init(_ answer: NodeAnswer, guards: [Guard]) throws(AdapterFault) {
        var answer = answer
        height = try answer.integer("height", in: 0...1 << 40)
        head = try answer.digest("head")
        waitingCount = try answer.integer("waiting", in: 0...1 << 40)
        refused =
            if answer.has("refused") { try answer.names("refused", countMax: 64) } else { [] }
        died =
            try answer.takeIfThere("died").map { value throws(AdapterFault) in
                guard let died = value.booleanValue else {
                    throw answer.wrong("died", "true or false", value.kind)
                }
                return died
            } ?? false
        try answer.finish()
        for name in refused where !guards.contains(Guard(name)) {
            throw answer.wrong("refused", "guards that hello named", name)
        }
    }
}

/// A node's accounts and its waiting transfers, as it tells them.
struct NodeState: Sendable, Equatable {
    struct Account: Sendable, Equatable {
        let key: String
        /// Digits, as many as there are.
        let balance: String
        let nonce: String
    }

    let accounts: [Account]
    let waiting: [[UInt8]]

    private static let accountCountMax = 50_000
    private static let waitingCountMax = 20_000

    init(_ answer: NodeAnswer) throws(AdapterFault) {
        var answer = answer
        var accounts: [Account] = []
        for (place, value) in try answer.elements("accounts", countMax: Self.accountCountMax) {
            var account = try NodeAnswer(value, place: place)
            accounts.append(
                Account(
                    key: try account.plainText("account", byteCountMax: 200),
                    balance: try account.digits("balance"), nonce: try account.digits("nonce")))
            try account.finish()
        }
        var waiting: [[UInt8]] = []
        for (place, value) in try answer.elements("waiting", countMax: Self.waitingCountMax) {
            waiting.append(try NodeAnswer.bytes(value, place))
        }
        try answer.finish()
        (self.accounts, self.waiting) = (accounts, waiting)
    }
}
