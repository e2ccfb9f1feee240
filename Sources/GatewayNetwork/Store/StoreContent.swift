internal import BigInt
internal import Encodings
internal import PythonValues
internal import Trials

/// The content of a store: the rows of a log, the accounts of a gateway's users, and the balances
/// of a token.
struct StoreContent {
    let rows: [LogRow]
    let accounts: [StoredAccount]
    let balances: [(address: String, amount: BigInt)]

    init(
        rows: [LogRow], accounts: [StoredAccount] = [],
        balances: [(address: String, amount: BigInt)] = []
    ) {
        self.rows = rows
        self.accounts = accounts
        self.balances = balances
    }

    init(_ state: LedgerState) {
        self.init(rows: state.log, accounts: state.accounts.stored)
    }

    /// `{"accounts":[["user","balance","reserved"],…],
    /// "balances":[["address","amount"],…],"log":[["kind","base64","name","link"],…]}`.
    var document: [UInt8] {
        JSONValue.object([
            JSONMember(
                "accounts",
                .array(
                    accounts.map {
                        .array([
                            .string($0.user), .string(String($0.balance)),
                            .string(String($0.reserved)),
                        ])
                    })),
            JSONMember(
                "balances",
                .array(
                    balances.map { .array([.string($0.address), .string(String($0.amount))]) })),
            JSONMember(
                "log",
                .array(
                    rows.map {
                        .array([
                            .string($0.kind.rawValue), .string(Base64.text(of: $0.bytes)),
                            .string($0.name), .string($0.link),
                        ])
                    })),
        ]).compactText.bytes
    }

    /// **Throws:** ``Refusal`` where the bytes are no such document: nothing else is read,
    /// whatever guards are taken out.
    init(document bytes: [UInt8], _ guards: Guards) throws(Refusal) {
        try guards.require(
            bytes.count <= GatewayLimits.storeByteCountMax, GatewayGuards.size,
            "expected at most \(GatewayLimits.storeByteCountMax) bytes, got \(bytes.count)")
        let value: JSONValue
        do throws(JSONParseError) {
            value = try JSONParser.parse(bytes, byteCountMax: .max)
        } catch {
            throw Refusal(index: nil, by: GatewayGuards.json, message: error.description)
        }
        guard let log = value.member("log")?.arrayValue,
            let balances = value.member("balances")?.arrayValue,
            let accounts = value.member("accounts")?.arrayValue
        else {
            throw Self.refusal("expected accounts, balances and a log")
        }
        self.init(
            rows: try Self.read(log, Self.row), accounts: try Self.read(accounts, Self.account),
            balances: try Self.read(balances, Self.balance))
    }

    private static func refusal(_ message: String) -> Refusal {
        Refusal(index: nil, by: GatewayGuards.fields, message: message)
    }

    private static func read<Value>(
        _ rows: [JSONValue], _ read: (Int, [String]) throws(Refusal) -> Value
    ) throws(Refusal) -> [Value] {
        var values: [Value] = []
        for (place, row) in rows.enumerated() {
            values.append(try read(place, row.arrayValue?.compactMap(\.stringValue) ?? []))
        }
        return values
    }

    private static func row(_ place: Int, _ parts: [String]) throws(Refusal) -> LogRow {
        guard parts.count == 4, let kind = LogRow.Kind(rawValue: parts[0]),
            let bytes = Base64Text.bytes(lenient: parts[1])
        else {
            throw refusal("row \(place): expected a kind, base64, a name and a link")
        }
        return LogRow(kind: kind, bytes: bytes, name: parts[2], link: parts[3])
    }

    private static func account(_ place: Int, _ parts: [String]) throws(Refusal) -> StoredAccount {
        guard parts.count == 3, let balance = Int(parts[1]), String(balance).isSame(parts[1]),
            let reserved = Int(parts[2]), String(reserved).isSame(parts[2])
        else {
            throw refusal("account \(place): expected a user, a balance and what is reserved")
        }
        return StoredAccount(user: parts[0], balance: balance, reserved: reserved)
    }

    private static func balance(
        _ place: Int, _ parts: [String]
    ) throws(Refusal) -> (address: String, amount: BigInt) {
        guard parts.count == 2, parts[1].utf8.count <= 4_300, let amount = BigInt(parts[1]) else {
            throw refusal("balance \(place): expected an address and an amount")
        }
        return (parts[0], amount)
    }
}
