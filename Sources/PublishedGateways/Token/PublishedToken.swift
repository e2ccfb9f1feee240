package import BigInt

/// The published token, as a value: who owns it, and who has how much.
///
/// **Source:** the contract's text, with the rules of OpenZeppelin 4 for what it inherits. A call
/// either takes effect as a whole or not at all.
package struct PublishedToken: Sendable {
    /// 21,000,000 tokens in the smallest units.
    package static let supplyMax = BigUInt(21_000_000) * BigUInt(10).power(18)
    /// The most recipients of a batch.
    package static let recipientCountMax = 100
    /// An allowance that is never used up.
    private static let unlimited = (BigUInt(1) << 256) - 1

    private struct Pair: Hashable {
        let owner: TokenAddress
        let spender: TokenAddress
    }

    package private(set) var owner: TokenAddress
    package private(set) var isPaused = false
    package private(set) var supply: BigUInt = 0
    private var balances: [TokenAddress: BigUInt] = [:]  // looked up, never iterated
    private var allowances: [Pair: BigUInt] = [:]  // looked up, never iterated
    /// All that ever had something, each once.
    private var holders: [TokenAddress] = []

    package init(owner: TokenAddress) {
        self.owner = owner
    }

    package func balance(of address: TokenAddress) -> BigUInt { balances[address] ?? 0 }

    package func allowance(of spender: TokenAddress, from owner: TokenAddress) -> BigUInt {
        allowances[Pair(owner: owner, spender: spender)] ?? 0
    }

    /// All balances above 0, in the order of the addresses.
    package var holdings: [(holder: TokenAddress, amount: BigUInt)] {
        holders.sorted().map { ($0, balance(of: $0)) }.filter { $0.1 > 0 }
    }

    /// Takes a call from `caller`. **Throws:** ``TokenRevert``; nothing is changed then.
    package mutating func take(
        _ call: TokenCall, from caller: TokenAddress
    ) throws(TokenRevert) {
        var next = self
        try next.perform(call, caller)
        self = next
    }

    private mutating func perform(
        _ call: TokenCall, _ caller: TokenAddress
    ) throws(TokenRevert) {
        switch call {
        case .mintReward(let recipient, let amount):
            try expectOwner(caller)
            try expectNotPaused()
            try mintReward(to: recipient, amount)
        case .batchMintRewards(let recipients, let amounts):
            try expectOwner(caller)
            try expectNotPaused()
            try mintBatch(recipients, amounts)
        case .pause:
            try expectOwner(caller)
            try expectNotPaused()
            isPaused = true
        case .unpause:
            try expectOwner(caller)
            guard isPaused else { throw .notPaused }
            isPaused = false
        case .transfer(let recipient, let amount): try move(amount, from: caller, to: recipient)
        case .approve(let spender, let amount): try allow(amount, of: spender, from: caller)
        case .transferFrom(let owner, let recipient, let amount):
            try spend(amount, of: caller, from: owner)
            try move(amount, from: owner, to: recipient)
        case .burn(let amount): try burn(amount, of: caller)
        case .burnFrom(let owner, let amount):
            try spend(amount, of: caller, from: owner)
            try burn(amount, of: owner)
        case .transferOwnership(let next):
            try expectOwner(caller)
            guard !next.isZero else { throw .zeroOwner }
            owner = next
        case .renounceOwnership:
            try expectOwner(caller)
            owner = .zero
        }
    }

    private func expectOwner(_ caller: TokenAddress) throws(TokenRevert) {
        guard caller == owner else { throw .owner }
    }

    private func expectNotPaused() throws(TokenRevert) {
        guard !isPaused else { throw .paused }
    }

    // MARK: Minting

    private mutating func mintReward(
        to recipient: TokenAddress, _ amount: BigUInt
    ) throws(TokenRevert) {
        guard !recipient.isZero else { throw .zeroAddress }
        guard amount > 0 else { throw .zeroAmount }
        let sum = supply + amount
        guard sum <= Self.unlimited else { throw .overflow }
        guard sum <= Self.supplyMax else { throw .cap }
        try mint(amount, to: recipient)
    }

    /// The cap is looked at when all is minted.
    private mutating func mintBatch(
        _ recipients: [TokenAddress], _ amounts: [BigUInt]
    ) throws(TokenRevert) {
        guard recipients.count == amounts.count else { throw .lengthMismatch }
        guard !recipients.isEmpty else { throw .empty }
        guard recipients.count <= Self.recipientCountMax else { throw .tooMany }
        for (recipient, amount) in zip(recipients, amounts) {
            guard !recipient.isZero else { throw .zeroAddress }
            guard amount > 0 else { throw .zeroAmount }
            try mint(amount, to: recipient)
        }
        guard supply <= Self.supplyMax else { throw .cap }
    }

    private mutating func mint(
        _ amount: BigUInt, to recipient: TokenAddress
    ) throws(TokenRevert) {
        guard !recipient.isZero else { throw .zeroAddress }
        try expectNotPaused()
        guard supply + amount <= Self.unlimited else { throw .overflow }
        supply += amount
        add(amount, to: recipient)
    }

    private mutating func add(_ amount: BigUInt, to holder: TokenAddress) {
        if let balance = balances[holder] {
            balances[holder] = balance + amount
        } else {
            balances[holder] = amount
            holders.append(holder)
        }
    }

    // MARK: Moving

    private mutating func move(
        _ amount: BigUInt, from sender: TokenAddress, to recipient: TokenAddress
    ) throws(TokenRevert) {
        guard !sender.isZero, !recipient.isZero else { throw .zeroAddress }
        try expectNotPaused()
        try take(amount, of: sender)
        add(amount, to: recipient)
    }

    private mutating func burn(
        _ amount: BigUInt, of holder: TokenAddress
    ) throws(TokenRevert) {
        guard !holder.isZero else { throw .zeroAddress }
        try expectNotPaused()
        try take(amount, of: holder)
        supply -= amount
    }

    private mutating func take(
        _ amount: BigUInt, of holder: TokenAddress
    ) throws(TokenRevert) {
        let balance = balance(of: holder)
        guard balance >= amount else { throw .balance }
        if amount > 0 { balances[holder] = balance - amount }
    }

    // MARK: Allowances

    private mutating func allow(
        _ amount: BigUInt, of spender: TokenAddress, from owner: TokenAddress
    ) throws(TokenRevert) {
        guard !owner.isZero, !spender.isZero else { throw .zeroAddress }
        allowances[Pair(owner: owner, spender: spender)] = amount
    }

    private mutating func spend(
        _ amount: BigUInt, of spender: TokenAddress, from owner: TokenAddress
    ) throws(TokenRevert) {
        let allowance = allowance(of: spender, from: owner)
        guard allowance != Self.unlimited else { return }
        guard allowance >= amount else { throw .allowance }
        try allow(allowance - amount, of: spender, from: owner)
    }
}
