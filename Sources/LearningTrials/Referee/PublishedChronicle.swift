internal import BigInt
internal import PythonValues

/// The referee's own account of a published ledger: it books the payments of all blocks in the
/// published arithmetic, and notes the first complaint for each question.
struct PublishedChronicle {
    private(set) var complaints: [(oracle: LearningOracle, text: String)] = []
    /// In the order of their first mention.
    private(set) var balances: [(owner: String, balance: PythonNumber)]
    private var unused: [String]
    private let books: PublishedBooks
    private var place = 0
    private static let zero = PythonNumber.integer(0)
    private static let miningReward = PythonNumber.integer(10)

    init(_ books: LearningBooks, _ published: PublishedBooks, blocks: [PythonValue]) {
        self.books = published
        balances = published.coins.map { ($0.owner, .integer(BigInt($0.coins))) }
        unused = books.payments.map { bytes in
            PublishedReading.meaning(
                ofPayment: PublishedReading.hashed(
                    payment: PublishedReading.parse(bytes) ?? .none))
        }
        for (number, block) in blocks.enumerated().dropFirst() {
            place = number
            follow(block, after: blocks[number - 1])
        }
    }

    private mutating func expect(_ holds: Bool, _ oracle: LearningOracle, _ text: String) {
        if !holds, !complaints.contains(where: { $0.oracle == oracle }) {
            complaints.append((oracle, "block \(place): \(text)"))
        }
    }

    func balance(of owner: String) -> PythonNumber {
        balances.first { $0.owner.utf8.elementsEqual(owner.utf8) }?.balance ?? Self.zero
    }

    private mutating func set(_ owner: String, _ balance: PythonNumber) {
        let place = balances.firstIndex { $0.owner.utf8.elementsEqual(owner.utf8) }
        if let place {
            balances[place].balance = balance
        } else {
            balances.append((owner, balance))
        }
    }

    // MARK: Blocks

    private mutating func follow(_ block: PythonValue, after parent: PythonValue) {
        let hash = PublishedReading.text(block, "hash")
        expect(
            hash == PublishedReading.blockHash(block), .blocksWork, "its hash is another's")
        expect(hash.hasPrefix("0000"), .blocksWork, "it has not the work")
        expect(
            PublishedReading.text(block, "previous_hash") == PublishedReading.text(parent, "hash"),
            .blocksWork, "it does not name the block before")
        expect(
            PublishedReading.integer(block, "index") == BigInt(place), .blocksWork,
            "it says another place")
        judgeTime(block, parent)
        let payments = PublishedReading.elements(block, "transactions")
        for (number, payment) in payments.enumerated() {
            book(payment, mayReward: number == payments.count - 1)
        }
    }

    private mutating func judgeTime(_ block: PythonValue, _ parent: PythonValue) {
        let time = PublishedReading.number(block, "timestamp")
        let before = PublishedReading.number(parent, "timestamp")
        // A parent whose time is none was complained of.
        let holds = time.map { time in before.map { !time.isLess(than: $0) } ?? true } ?? false
        expect(holds, .blocksWork, "its time is none, or before its parent's")
    }

    // MARK: Payments

    private mutating func book(_ payment: PythonValue, mayReward: Bool) {
        let amount = PublishedReading.number(payment, "amount")
        let fee = PublishedReading.number(payment, "fee")
        let (from, to) = (
            PublishedReading.text(payment, "from"), PublishedReading.text(payment, "to")
        )
        if case .none = PublishedReading.member(payment, "training_proof") {
        } else {
            expect(
                false, .ledgerSupply, "a payment mints coins for a training that nobody certified")
        }
        guard let amount, let fee else {
            return expect(false, .ledgerBalances, "a payment of what is no number")
        }
        if from.utf8.elementsEqual("system".utf8) {
            expect(
                mayReward && amount.equals(Self.miningReward) && fee.equals(Self.zero),
                .ledgerSupply, "a reward that is not due")
            return add(amount, to: to)
        }
        expect(
            Self.zero.isLess(than: amount) && !fee.isLess(than: Self.zero), .ledgerBalances,
            "a payment of nothing, or of less, or with a fee below nothing")
        judgeConsent(payment, from)
        if let left = try? balance(of: from) - amount, let rest = try? left - fee {
            set(from, rest)
            expect(
                !rest.isLess(than: Self.zero), .ledgerBalances,
                "a sender is left with less than nothing")
        }
        add(amount, to: to)
    }

    private mutating func add(_ amount: PythonNumber, to owner: String) {
        if let sum = try? balance(of: owner) + amount { set(owner, sum) }
    }

    /// A payment counts if the coins are the attacker's, or if their holder signed it, once.
    private mutating func judgeConsent(_ payment: PythonValue, _ from: String) {
        guard !books.grantedOwners.contains(where: { $0.utf8.elementsEqual(from.utf8) }) else {
            return
        }
        let meaning = PublishedReading.meaning(ofPayment: payment)
        if let place = unused.firstIndex(of: meaning) {
            unused.remove(at: place)
        } else {
            expect(
                false, .ledgerConsent, "a payment that its sender did not sign, or signed once")
        }
    }
}
