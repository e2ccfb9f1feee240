internal import BigInt
internal import Encodings
internal import PublishedGateways
internal import Trials

/// The content of a store: the rows of the log, and all balances.
struct StoreContent {
    let rows: [LogRow]
    let balances: [(address: String, amount: BigInt)]

    init(rows: [LogRow], balances: [(address: String, amount: BigInt)]) {
        self.rows = rows
        self.balances = balances
    }

    /// `{"balances":[["address","amount"],…],"log":[["kind","base64","name","link"],…]}`.
    var document: [UInt8] {
        JSONValue.object([
            JSONMember(
                "balances",
                .array(
                    balances.map { .array([.string($0.address), .string(String($0.amount))]) })),
            JSONMember(
                "log",
                .array(
                    rows.map {
                        .array([
                            .string($0.kind.rawValue), .string(Base64Text.text(of: $0.bytes)),
                            .string($0.name), .string($0.link),
                        ])
                    })),
        ]).compactText.bytes
    }

    /// **Throws:** ``Refusal`` where the bytes are no such document: no profile reads anything
    /// else, whatever guards are taken out.
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
        var rows: [LogRow] = []
        for (place, row) in (value.member("log")?.arrayValue ?? []).enumerated() {
            guard let parts = row.arrayValue?.compactMap(\.stringValue), parts.count == 4,
                let kind = LogRow.Kind(rawValue: parts[0]),
                let bytes = Base64Text.bytes(lenient: parts[1])
            else {
                throw Refusal(
                    index: nil, by: GatewayGuards.fields,
                    message: "row \(place): expected a kind, base64, a name and a link")
            }
            rows.append(LogRow(kind: kind, bytes: bytes, name: parts[2], link: parts[3]))
        }
        var balances: [(address: String, amount: BigInt)] = []
        for (place, row) in (value.member("balances")?.arrayValue ?? []).enumerated() {
            guard let parts = row.arrayValue?.compactMap(\.stringValue), parts.count == 2,
                parts[1].utf8.count <= 4_300, let amount = BigInt(parts[1])
            else {
                throw Refusal(
                    index: nil, by: GatewayGuards.fields,
                    message: "balance \(place): expected an address and an amount")
            }
            balances.append((parts[0], amount))
        }
        guard value.member("log") != nil, value.member("balances") != nil else {
            throw Refusal(
                index: nil, by: GatewayGuards.fields, message: "expected balances and a log")
        }
        self.init(rows: rows, balances: balances)
    }
}
