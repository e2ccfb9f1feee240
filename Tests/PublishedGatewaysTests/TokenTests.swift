import BigInt
import PublishedGateways
import PythonValues
import TestSupport
import Testing

@Suite("The published token")
struct TokenTests {
    private static let owner = TokenAddress(number: 1)
    private static let ada = TokenAddress(number: 2)
    private static let ben = TokenAddress(number: 3)
    private static let cap = PublishedToken.supplyMax
    private static let unlimited = (BigUInt(1) << 256) - 1

    /// A token whose owner minted 100 to ada.
    private func token() throws -> PublishedToken {
        var token = PublishedToken(owner: Self.owner)
        try token.take(.mintReward(to: Self.ada, amount: 100), from: Self.owner)
        return token
    }

    private func revert(
        _ call: TokenCall, from caller: TokenAddress, of token: PublishedToken
    ) -> TokenRevert? {
        var token = token
        let before = "\(token)"
        do throws(TokenRevert) {
            try token.take(call, from: caller)
            return nil
        } catch {
            #expect("\(token)" == before, "a call that reverts changes nothing")
            return error
        }
    }

    @Test("Each call that is refused says why, and in the order of the contract's checks")
    func reverts() throws {
        let token = try token()
        let many = [TokenAddress](repeating: Self.ben, count: 101)
        let cases: [(TokenCall, TokenAddress, TokenRevert)] = [
            (.mintReward(to: .zero, amount: 0), Self.ada, .owner),
            (.mintReward(to: .zero, amount: 0), Self.owner, .zeroAddress),
            (.mintReward(to: Self.ben, amount: 0), Self.owner, .zeroAmount),
            (.mintReward(to: Self.ben, amount: Self.cap - 99), Self.owner, .cap),
            (.mintReward(to: Self.ben, amount: Self.unlimited), Self.owner, .overflow),
            (.batchMintRewards(recipients: [], amounts: []), Self.owner, .empty),
            (.batchMintRewards(recipients: [], amounts: [1]), Self.owner, .lengthMismatch),
            (
                .batchMintRewards(recipients: many, amounts: many.map { _ in 1 }), Self.owner,
                .tooMany
            ),
            (
                .batchMintRewards(recipients: [Self.ben, .zero], amounts: [0, 1]), Self.owner,
                .zeroAmount
            ),
            (
                .batchMintRewards(
                    recipients: [Self.ben, Self.ada, .zero], amounts: [Self.cap, 1, 1]),
                Self.owner, .zeroAddress
            ),
            (
                .batchMintRewards(recipients: [Self.ben, Self.ada], amounts: [Self.cap, 1]),
                Self.owner, .cap
            ),
            (
                .batchMintRewards(recipients: [Self.ben], amounts: [Self.unlimited]), Self.owner,
                .overflow
            ),
            (.pause, Self.ada, .owner), (.unpause, Self.owner, .notPaused),
            (.transfer(to: .zero, amount: 101), Self.ada, .zeroAddress),
            (.transfer(to: Self.ben, amount: 101), Self.ada, .balance),
            (.transfer(to: Self.ben, amount: 0), .zero, .zeroAddress),
            (.approve(spender: .zero, amount: 1), Self.ada, .zeroAddress),
            (
                .transferFrom(owner: Self.ada, to: .zero, amount: 1), Self.ben, .allowance
            ),
            (.burn(amount: 101), Self.ada, .balance),
            (.burnFrom(owner: Self.ada, amount: 1), Self.ben, .allowance),
            (.transferOwnership(to: .zero), Self.owner, .zeroOwner),
            (.transferOwnership(to: .zero), Self.ada, .owner),
            (.renounceOwnership, Self.ada, .owner),
        ]
        for (call, caller, expected) in cases {
            #expect(revert(call, from: caller, of: token) == expected, "\(call)")
        }
    }

    @Test("While it is paused nothing moves, but allowances and ownership do")
    func paused() throws {
        var token = try token()
        try token.take(.approve(spender: Self.ben, amount: 7), from: Self.ada)
        try token.take(.pause, from: Self.owner)
        let cases: [(TokenCall, TokenAddress)] = [
            (.pause, Self.owner), (.mintReward(to: Self.ben, amount: 0), Self.owner),
            (.batchMintRewards(recipients: [], amounts: []), Self.owner),
            (.transfer(to: Self.ben, amount: 1_000), Self.ada), (.burn(amount: 1), Self.ada),
            (.transferFrom(owner: Self.ada, to: Self.ben, amount: 1), Self.ben),
            (.burnFrom(owner: Self.ada, amount: 1), Self.ben),
        ]
        for (call, caller) in cases {
            #expect(revert(call, from: caller, of: token) == .paused, "\(call)")
        }
        try token.take(.approve(spender: Self.ben, amount: 8), from: Self.ada)
        try token.take(.transferOwnership(to: Self.ada), from: Self.owner)
        try token.take(.unpause, from: Self.ada)
        try token.take(.transfer(to: Self.ben, amount: 1), from: Self.ada)
        #expect(token.balance(of: Self.ben) == 1)
    }

    @Test("An allowance is used up, unless it is the largest integer")
    func allowances() throws {
        var token = try token()
        try token.take(.approve(spender: Self.ben, amount: 7), from: Self.ada)
        try token.take(
            .transferFrom(owner: Self.ada, to: Self.owner, amount: 5), from: Self.ben)
        #expect(token.allowance(of: Self.ben, from: Self.ada) == 2)
        #expect(
            revert(.burnFrom(owner: Self.ada, amount: 3), from: Self.ben, of: token)
                == .allowance)
        try token.take(.burnFrom(owner: Self.ada, amount: 2), from: Self.ben)
        #expect(token.allowance(of: Self.ben, from: Self.ada) == 0)
        try token.take(.approve(spender: Self.ben, amount: Self.unlimited), from: Self.ada)
        try token.take(.burnFrom(owner: Self.ada, amount: 93), from: Self.ben)
        #expect(token.allowance(of: Self.ben, from: Self.ada) == Self.unlimited)
        #expect(
            revert(.burnFrom(owner: Self.ada, amount: 1), from: Self.ben, of: token) == .balance)
        #expect(token.supply == 5 && token.holdings.map(\.holder) == [Self.owner])
    }

    @Test("The whole cap can be minted, burnt and minted again; a renounced token mints no more")
    func cap() throws {
        var token = PublishedToken(owner: Self.owner)
        try token.take(
            .batchMintRewards(recipients: [Self.ben, Self.ada], amounts: [Self.cap - 1, 1]),
            from: Self.owner)
        #expect(token.supply == Self.cap)
        #expect(
            revert(.mintReward(to: Self.ben, amount: 1), from: Self.owner, of: token) == .cap)
        try token.take(.burn(amount: 5), from: Self.ben)
        try token.take(.mintReward(to: Self.ada, amount: 5), from: Self.owner)
        #expect(token.holdings.map(\.amount) == [6, Self.cap - 6])
        try token.take(.renounceOwnership, from: Self.owner)
        #expect(token.owner.isZero)
        #expect(
            revert(.mintReward(to: Self.ben, amount: 1), from: Self.owner, of: token) == .owner)
    }

    @Test("Random calls: the supply is the sum of the balances, and never above the cap")
    func sums() {
        var random = SeededGenerator(seed: 7)
        var token = PublishedToken(owner: TokenAddress(number: 0))
        for _ in 0..<20_000 {
            let (a, b, c) = (
                TokenAddress(number: random.next() % 4), TokenAddress(number: random.next() % 4),
                TokenAddress(number: random.next() % 4)
            )
            let amounts: [BigUInt] = [0, 1, 3, Self.cap / 3, Self.cap, Self.unlimited]
            let amount = amounts[Int(random.next() % 6)]
            let calls: [TokenCall] = [
                .mintReward(to: b, amount: amount),
                .batchMintRewards(recipients: [a, b], amounts: [amount, 2]),
                .transfer(to: b, amount: amount), .approve(spender: b, amount: amount),
                .transferFrom(owner: b, to: c, amount: amount), .burn(amount: amount),
                .burnFrom(owner: b, amount: amount), .pause, .unpause, .transferOwnership(to: b),
            ]
            try? token.take(calls[Int(random.next() % 10)], from: a)
            let sum = token.holdings.reduce(BigUInt(0)) { $0 + $1.amount }
            #expect(token.supply == sum && sum <= Self.cap)
        }
        #expect(token.supply > 0)
    }

    @Test(
        "An address is 0x and 40 digits of hex in any case, and nothing that Python's int takes",
        arguments: [
            ("0x00000000000000000000000000000000000000Ab", true),
            ("0X00000000000000000000000000000000000000aB", true),
            ("0x+111111111111111111111111111111111111111", false),
            ("0x1_1_1_1_1_1_1_1_1_1_1_1_1_1_1_1_1_1_1_11", false),
            ("0x 11111111111111111111111111111111111111 ", false),
            ("0x0x11111111111111111111111111111111111111", false),
            ("0x٣111111111111111111111111111111111111111", false),
            ("0x000000000000000000000000000000000000000", false),
            ("0000000000000000000000000000000000000000ab", false), ("", false),
        ])
    func addresses(_ text: String, _ isAddress: Bool) {
        let address = TokenAddress(PythonText(text))
        #expect((address != nil) == isAddress)
        if let address { #expect(address == TokenAddress(number: 0xAB)) }
    }
}
