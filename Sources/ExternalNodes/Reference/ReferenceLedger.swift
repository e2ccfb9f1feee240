internal import Cryptography
internal import Encodings

/// The state of the laboratory's own node.
struct ReferenceLedger {
    private static let waitingCountMax = 1_000

    private let faults: [ReferenceFault]
    private let number: Int
    private let genesis: LedgerGenesis
    private var accounts: LedgerAccounts
    /// Units by which a planted fault falsifies an account.
    private var extra: [String: Int] = [:]  // looked up, never iterated
    private(set) var blocks: [[UInt8]] = []
    private var waiting: [[UInt8]] = []
    var clock: Int

    init(_ genesis: LedgerGenesis, _ faults: [ReferenceFault], clock: Int, number: Int) {
        (self.genesis, self.faults) = (genesis, faults)
        (self.clock, self.number) = (clock, number)
        accounts = LedgerAccounts(genesis)
    }

    private var head: String { blocks.last.map(LedgerBlock.name) ?? genesis.hash }

    func standing() -> [JSONMember] {
        [
            JSONMember("height", .integer(blocks.count)), JSONMember("head", .string(head)),
            JSONMember("waiting", .integer(waiting.count)),
        ]
    }

    var state: [JSONMember] {
        let told = accounts.sorted.map { key, account in
            JSONValue.object([
                JSONMember("account", .string(key)),
                JSONMember("balance", .integer(account.units + (extra[key] ?? 0))),
                JSONMember("nonce", .integer(account.nonce)),
            ])
        }
        return [
            JSONMember("accounts", .array(told)),
            JSONMember("waiting", .array(waiting.map { .string(Base64.text(of: $0)) })),
        ]
    }

    /// Takes a transfer. **Result:** the rule that refuses it; nil for none.
    mutating func take(_ bytes: [UInt8]) -> LedgerRule? {
        guard let transfer = LedgerTransfer(line: bytes) ?? spelledOtherwise(bytes) else {
            return .form
        }
        if !faults.contains(.signature), !transfer.isSigned(genesis: genesis.hash) {
            return .signature
        }
        if let (rule, _) = accounts.obstacle(to: transfer) { return rule }
        guard waiting.count < Self.waitingCountMax else { return .room }
        accounts.count(transfer)
        waiting.append(bytes)
        if faults.contains(.selfPayment), transfer.payer == transfer.payee {
            extra[transfer.payer, default: 0] += transfer.amount
        }
        if faults.contains(.number), number % 2 == 1 { extra[transfer.payee, default: 0] += 1 }
        return nil
    }

    /// The transfer that zeros before its amount hide, where that fault is planted.
    private func spelledOtherwise(_ bytes: [UInt8]) -> LedgerTransfer? {
        guard faults.contains(.form) else { return nil }
        var words = bytes.split(separator: UInt8(ascii: " ")).map(Array.init)
        guard words.count == 6 else { return nil }
        words[3] = Array(words[3].drop { $0 == UInt8(ascii: "0") })
        return LedgerTransfer(line: Array(words.joined(separator: [UInt8(ascii: " ")])))
    }

    mutating func produce() {
        let block = LedgerBlock(
            height: blocks.count + 1, previous: head, time: clock, lines: waiting)
        blocks.append(block.bytes)
        waiting = []
    }

    /// Loses the last block.
    mutating func forget() {
        _ = blocks.popLast()
    }
}
