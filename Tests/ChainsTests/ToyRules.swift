import BigInt
import Chains
import Cryptography
import Encodings
import Trials

/// The smallest chain, in words: 10 units a block, payments that nobody signs, a salt that must be
/// even. It shows that the room `Chains` needs no rules but those that it is given.
struct ToyRules: ChainRules {
    typealias Book = AccountBook<ToyAccount>

    static let form = Guard("form")
    static let late = Guard("late")
    static let salt = Guard("salt")
    static let balance = Guard("balance")

    let profile = Profile.hardened
    let guards = Guards.all
    let ownGuards = [form, late, salt, balance]
    var judgesMoneyFirst = true
    var fatalCode: Guard?
    let clockCodes = [late]
    var limitsSources = true
    var isAnchored = true
    var pin = ToyPin(name: "car")
    let genesis = ToyBlock(miner: "nobody")

    func isGenesis(_ block: ToyBlock) -> Bool { block == genesis }

    // Bytes.
    func bytes(of block: ToyBlock) -> [UInt8] { Array(block.description.utf8) }
    func bytes(of payment: ToyPayment) -> [UInt8] { Array(payment.description.utf8) }
    func transactions(of block: ToyBlock) -> [ToyPayment] { block.payments }

    func block(_ bytes: [UInt8]) throws(Refusal) -> ToyBlock {
        guard let block = ToyBlock(String(decoding: bytes, as: UTF8.self)) else {
            throw Self.refusal(Self.form)
        }
        return block
    }

    func transaction(_ bytes: [UInt8]) throws(Refusal) -> ToyPayment {
        guard let payment = ToyPayment(String(decoding: bytes, as: UTF8.self)) else {
            throw Self.refusal(Self.form)
        }
        return payment
    }

    func link(of block: ToyBlock) -> ToyLink {
        ToyLink(
            hash: Digests.sha256(bytes(of: block)).text, timestampSeconds: block.seconds,
            miner: block.miner)
    }

    func documentElement(_ bytes: [UInt8]) -> [UInt8] { [0x22] + bytes + [0x22] }

    func blocks(inDocument bytes: [UInt8]) throws(DocumentError) -> [[UInt8]] {
        let elements = (try? JSONParser.parse(bytes, byteCountMax: bytes.count))?.arrayValue
        guard let elements else { throw DocumentError("expected an array") }
        return elements.map { Array(($0.stringValue ?? "").utf8) }
    }

    // What holds.
    private static func refusal(_ by: Guard, _ height: Int? = nil) -> Refusal {
        Refusal(index: height, by: by, message: by.name)
    }

    func refusals(
        of block: ToyBlock, on chain: ChainView<ToyLink>, clockSeconds: Int
    ) -> [Refusal] {
        block.seconds > clockSeconds + 600 ? [Self.refusal(Self.late, chain.count)] : []
    }

    func costlyRefusal(of block: ToyBlock, on chain: ChainView<ToyLink>) -> Refusal? {
        block.salt.isMultiple(of: 2) ? nil : Self.refusal(Self.salt, chain.count)
    }

    // Money.
    func apply(_ block: ToyBlock, to book: inout Book, height: Int) -> Refusal? {
        Self.add(10, to: block.miner, in: &book)
        for payment in block.payments {
            if let refusal = apply(payment, to: &book) { return refusal }
        }
        return nil
    }

    func apply(_ payment: ToyPayment, to book: inout Book) -> Refusal? {
        let holding = holding(of: payment.from, in: book)
        guard let place = book.place(of: payment.from), holding.units >= payment.amount,
            holding.nextNonce == payment.nonce
        else { return Self.refusal(Self.balance) }
        book.update(place) { ($0.units, $0.nonce) = ($0.units - payment.amount, $0.nonce + 1) }
        Self.add(payment.amount, to: payment.to, in: &book)
        return nil
    }

    private static func add(_ units: UInt64, to owner: String, in book: inout Book) {
        let place = book.place(of: owner) ?? book.append(ToyAccount(ownerText: owner))
        book.update(place) { $0.units += units }
    }

    func holding(of address: String, in book: Book) -> Holding {
        let account = book.place(of: address).map { book.accounts[$0] }
        return Holding(units: account?.units ?? 0, nextNonce: account?.nonce ?? 0)
    }

    func payment(
        from wallet: Wallet, to address: String, amount: UInt64, nonce: UInt64
    ) -> [UInt8] {
        bytes(of: ToyPayment(from: wallet.address, to: address, amount: amount, nonce: nonce))
    }

    func mine(
        _ template: BlockTemplate<ToyPayment>, on chain: ChainView<ToyLink>,
        random: inout ActorRandom
    ) -> ToyBlock? {
        ToyBlock(
            miner: template.miner, seconds: template.timestampSeconds,
            salt: 2 * random.integer(in: 0...1 << 40), payments: template.transactions)
    }
}

struct ToyPin: StorePin {
    static let form = "a toy's name"
    let name: String
    var description: String { "toy \(name)" }
}

extension ToyPin {
    init?(_ text: String) {
        guard text.hasPrefix("toy ") else { return nil }
        name = String(text.dropFirst(4))
    }
}

struct ToyLink: ChainLink {
    let hash: String
    let work: BigInt = 1
    let timestampSeconds: Int?
    let miner: String
}

struct ToyAccount: AccountRow {
    let ownerText: String
    var units: UInt64 = 0
    var nonce: UInt64 = 0
    var key: String? { ownerText }
    var balanceText: String { String(units) }
    var row: [UInt8] { Array("\(ownerText) \(units) \(nonce)".utf8) }
}

extension ToyAccount {
    init(row: [UInt8]) throws(RowError) {
        let words = String(decoding: row, as: UTF8.self).split(separator: " ")
        guard words.count == 3, let units = UInt64(words[1]), let nonce = UInt64(words[2]) else {
            throw RowError(expected: "owner, units and nonce")
        }
        (ownerText, self.units, self.nonce) = (String(words[0]), units, nonce)
    }
}

struct ToyPayment: Equatable, CustomStringConvertible {
    let from, to: String
    let amount, nonce: UInt64
    var description: String { "\(from) \(to) \(amount) \(nonce)" }
}

extension ToyPayment {
    init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard words.count == 4, let amount = UInt64(words[2]), let nonce = UInt64(words[3]) else {
            return nil
        }
        self.init(from: words[0], to: words[1], amount: amount, nonce: nonce)
    }
}

struct ToyBlock: Equatable, CustomStringConvertible {
    let miner: String
    var seconds = 0
    var salt = 0
    var payments: [ToyPayment] = []
    var description: String {
        (["\(miner) \(seconds) \(salt)"] + payments.map(\.description)).joined(separator: ";")
    }
}

extension ToyBlock {
    init?(_ text: String) {
        let parts = text.split(separator: ";").map(String.init)
        let words = (parts.first ?? "").split(separator: " ").map(String.init)
        let payments = parts.dropFirst().compactMap { ToyPayment($0) }
        guard words.count == 3, let seconds = Int(words[1]), let salt = Int(words[2]),
            payments.count == parts.count - 1
        else { return nil }
        self.init(miner: words[0], seconds: seconds, salt: salt, payments: payments)
    }
}
