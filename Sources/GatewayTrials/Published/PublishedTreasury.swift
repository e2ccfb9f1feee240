internal import BigInt
internal import PublishedGateways
internal import PythonValues

/// The chain of a trial's token, and the service that mints there: one for each gateway, as if the
/// chain were cut where the network is.
final class PublishedTreasury: Minting {
    /// The account that owns the token.
    private static let owner = TokenAddress(number: 0xA11CE)

    private let minter: PublishedMinter
    let chain: ChainStandIn

    init() {
        chain = ChainStandIn(token: PublishedToken(owner: Self.owner))
        minter = PublishedMinter(account: Self.owner, chain: chain)
    }

    func mintRewards(
        epoch: PythonText, isDryRun: Bool, ledger: PublishedLedger
    ) throws(PythonError) -> PythonText {
        try minter.mintRewards(epoch: epoch, isDryRun: isDryRun, ledger: ledger)
    }

    func supply(ledger: PublishedLedger) throws(PythonError) -> PythonValue {
        try minter.supply(ledger: ledger)
    }

    /// The owner stops the token, or lets it go on.
    ///
    /// **Throws:** `TokenRevert` where it is stopped already, or goes on.
    func pause(_ isPaused: Bool) throws(TokenRevert) {
        try chain.token.take(isPaused ? .pause : .unpause, from: Self.owner)
    }

    /// Transactions that made tokens, with the texts of their epochs: a batch's text ends in its
    /// number.
    var mints: [(epoch: String, payouts: [(address: String, amount: BigInt)])] {
        chain.sent.filter { $0.status == .mined }.map { sent in
            let text = String(decoding: sent.transaction.epoch, as: UTF8.self)
            return (
                text.firstRange(of: "_batch_").map { String(text[..<$0.lowerBound]) } ?? text,
                zip(sent.transaction.recipients, sent.transaction.amounts).map {
                    ($0.text, BigInt($1))
                }
            )
        }
    }
}
