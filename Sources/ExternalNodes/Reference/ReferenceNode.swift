internal import Cryptography
internal import Encodings

/// The laboratory's own node of the toy ledger, which speaks node/1 like any other. Faults may be
/// planted in it.
final class ReferenceNode: NodeLink {
    private struct WireError: Error {
        let message: String
    }

    private let faults: [ReferenceFault]
    private let number: Int
    private var ledger: ReferenceLedger?

    init(_ faults: [ReferenceFault], number: Int) {
        (self.faults, self.number) = (faults, number)
    }

    static let guards = LedgerRule.allCases.map(\.rawValue)

    func answer(to line: [UInt8]) throws(NodeLinkEnd) -> [UInt8] {
        let request = try? JSONParser.parse(line, byteCountMax: NodeWire.answerByteCountMax)
        let id = request?.member("id") ?? .null
        let method = request?.member("method")?.stringValue ?? ""
        let parameters = request?.member("params") ?? .object([])
        if method == "submit", faults.contains(.death),
            parameters.member("bytes")?.stringValue?.utf8.count ?? 0 > 1_000
        {
            throw .died("it met a planted fault", lastWords: "")
        }
        let member: JSONMember
        do {
            member = JSONMember("result", .object(try result(method, parameters)))
        } catch {
            member = JSONMember("error", .string(error.message))
        }
        let answer = JSONValue.object([
            JSONMember("jsonrpc", .string("2.0")), JSONMember("id", id), member,
        ])
        return Array(answer.compactText.utf8)
    }

    private func result(
        _ method: String, _ parameters: JSONValue
    ) throws(WireError) -> [JSONMember] {
        switch method {
        case "hello":
            let guards = JSONValue.array(Self.guards.map { .string($0) })
            return [
                JSONMember("protocol", .string(NodeWire.name)),
                JSONMember("name", .string("reference")), JSONMember("version", .string("1")),
                JSONMember("ledger", .string(NodeWire.ledger)),
                JSONMember(
                    "guards",
                    .object([JSONMember("published", guards), JSONMember("hardened", guards)])),
            ]
        case "start": ledger = try Self.ledger(parameters, faults, number)
        case "bye": return []
        default: return try told(method, parameters)
        }
        return ledger?.standing() ?? []
    }

    private func told(
        _ method: String, _ parameters: JSONValue
    ) throws(WireError) -> [JSONMember] {
        guard var ledger else { throw WireError(message: "start first") }
        defer { self.ledger = ledger }
        switch method {
        case "submit":
            guard let text = parameters.member("bytes")?.stringValue,
                let bytes = Base64.bytes(of: text)
            else { throw WireError(message: "bytes: expected base64") }
            guard let rule = ledger.take(bytes) else { return ledger.standing() }
            return ledger.standing() + [
                JSONMember("refused", .array([.string(rule.rawValue)]))
            ]
        case "advance": ledger.clock += parameters.member("milliseconds")?.integerValue ?? 0
        case "produce": ledger.produce()
        case "restart": if faults.contains(.memory) { ledger.forget() }
        case "state": return ledger.state
        case "block":
            guard let height = parameters.member("height")?.integerValue,
                (1...max(1, ledger.blocks.count)).contains(height), !ledger.blocks.isEmpty
            else { throw WireError(message: "no such block") }
            return [JSONMember("bytes", .string(Base64.text(of: ledger.blocks[height - 1])))]
        default: throw WireError(message: "no method \(method)")
        }
        return ledger.standing()
    }

    private static func ledger(
        _ parameters: JSONValue, _ faults: [ReferenceFault], _ number: Int
    ) throws(WireError) -> ReferenceLedger {
        var accounts: [LedgerGenesis.Account] = []
        for value in parameters.member("genesis")?.arrayValue ?? [] {
            guard let key = value.member("account")?.stringValue,
                let units = value.member("balance")?.integerValue
            else { throw WireError(message: "genesis: expected accounts") }
            accounts.append(LedgerGenesis.Account(key: key, units: units))
        }
        guard let clock = parameters.member("clock")?.integerValue else {
            throw WireError(message: "clock: expected milliseconds")
        }
        return ReferenceLedger(LedgerGenesis(accounts), faults, clock: clock, number: number)
    }
}
