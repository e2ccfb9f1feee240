internal import BigInt
package import PythonValues

/// The published minter: it pays an epoch's payouts in the token, by whatever is stored.
///
/// It never reads an epoch's signatures, the threshold, or whether the epoch was paid before.
package final class PublishedMinter: Minting {
    private static let gasPerRecipient = 300_000
    /// 2 gwei, in wei.
    private static let tipPerGas = BigUInt(2_000_000_000)

    /// The networks that need no address of a node.
    private static let defaultURLs = [
        ("polygon", "https://polygon-rpc.com"), ("mumbai", "https://rpc-mumbai.maticvigil.com"),
        ("base", "https://mainnet.base.org"), ("base-sepolia", "https://sepolia.base.org"),
        ("arbitrum", "https://arb1.arbitrum.io/rpc"),
        ("arbitrum-sepolia", "https://sepolia-rollup.arbitrum.io/rpc"),
        ("ethereum", "https://eth.public-rpc.com"),
    ]

    /// The account whose private key the minter has; nil without a key.
    private let account: TokenAddress?
    private let chain: ChainStandIn
    /// Whether a node was chosen. It stays chosen, although it was not connected.
    private var hasNode = false
    /// Whether the token's address was read. What is configured later is not looked at.
    private var hasToken = false

    package init(account: TokenAddress?, chain: ChainStandIn) {
        self.account = account
        self.chain = chain
    }

    /// Pays an epoch, or says what it would do.
    ///
    /// Returns the first transaction's hash, or a text about a dry run. **Throws:**
    /// ``PythonError``: RuntimeError where it refuses or a transaction failed, a ValueError for an
    /// address that is none, TimeoutError where a transaction is not mined in time (300 s in
    /// reality); transactions that were sent before stay.
    package func mintRewards(
        epoch: PythonText, isDryRun: Bool, ledger: PublishedLedger
    ) throws(PythonError) -> PythonText {
        guard let account else {
            throw .runtime(
                "No private key configured. Set GLYPH_MINTER_PRIVATE_KEY environment variable "
                    + "or pass private_key to RewardMinter constructor.")
        }
        try findToken(ledger)
        let payouts = try ledger.payouts(ofEpoch: epoch)
        guard payouts.count <= PublishedToken.recipientCountMax else {
            return try mintInBatches(payouts, epoch, account, isDryRun: isDryRun, ledger)
        }
        let transaction = try transaction(
            payouts, epoch: epoch, account, nonce: chain.transactionCount(of: account))
        if isDryRun {
            return PythonText(
                "DRY_RUN: Would use \(chain.estimatedGas) gas for \(payouts.count) recipients")
        }
        try chain.send(transaction)
        let hash = PythonText(transaction.hash)
        guard let isDone = chain.receipt(of: transaction) else {
            throw .other(
                name: "TimeoutError",
                "Transaction \(transaction.hash) is not in the chain after 300 seconds")
        }
        guard isDone else { throw .runtime("Transaction failed: \(transaction.hash)") }
        try ledger.anchorEpoch(epoch, transaction: hash)
        return hash
    }

    /// Nobody waits for a batch, nor looks whether it took effect. Each nonce is what the chain
    /// counts then, plus what was sent: where batches are mined at once, a nonce is left out.
    private func mintInBatches(
        _ payouts: [EpochPayout], _ epoch: PythonText, _ account: TokenAddress, isDryRun: Bool,
        _ ledger: PublishedLedger
    ) throws(PythonError) -> PythonText {
        var sent: [ChainTransaction] = []
        let size = PublishedToken.recipientCountMax
        for start in stride(from: 0, to: payouts.count, by: size) {
            let transaction = try transaction(
                Array(payouts[start..<min(start + size, payouts.count)]),
                epoch: epoch + PythonText("_batch_\(start / size)"), account,
                nonce: chain.transactionCount(of: account) + sent.count)
            guard !isDryRun else { continue }
            try chain.send(transaction)
            sent.append(transaction)
        }
        guard let first = sent.first else {
            return PythonText("DRY_RUN: Would send \(sent.count) transactions")
        }
        let hash = PythonText(first.hash)
        try ledger.anchorEpoch(epoch, transaction: hash)
        return hash
    }

    private func transaction(
        _ payouts: [EpochPayout], epoch: PythonText, _ account: TokenAddress, nonce: Int
    ) throws(PythonError) -> ChainTransaction {
        var recipients: [TokenAddress] = []
        for payout in payouts { recipients.append(try Self.checked(payout.address)) }
        var amounts: [BigUInt] = []
        for payout in payouts {
            guard payout.amount.bitWidth <= 257, let amount = BigUInt(exactly: payout.amount),
                amount.bitWidth <= 256
            else {
                throw .other(name: "ValidationError", "an amount is no integer of 256 bits")
            }
            amounts.append(amount)
        }
        return ChainTransaction(
            sender: account, nonce: nonce, recipients: recipients, amounts: amounts,
            epoch: try epoch.utf8(), gasLimit: Self.gasPerRecipient * payouts.count,
            feePerGasMax: chain.gasPrice * 2, tipPerGasMax: Self.tipPerGas)
    }

    /// An address as the library takes it: more than the ledger's rule lets in is refused here.
    private static func checked(_ value: PythonValue) throws(PythonError) -> TokenAddress {
        guard case .string(let text) = value else {
            throw .type("Unsupported type: '\(value.typeName)'. Must be one of: bool, str, bytes")
        }
        guard let address = TokenAddress(text) else {
            throw .value("Unknown format '\(text.shown)', attempted to normalize to an address")
        }
        return address
    }

    // MARK: The chain and the token

    private func findNode(_ ledger: PublishedLedger) throws(PythonError) {
        guard !hasNode else { return }
        var url = try ledger.rpcURL()
        if !url.isTrue {
            let network = try ledger.tokenNetwork()
            guard let known = Self.defaultURLs.first(where: { network.equals(.text($0.0)) }) else {
                throw .runtime(
                    "No RPC URL configured for network \(try network.text().shown). "
                        + "Set via ledger.set_rpc_url() or use a supported network.")
            }
            url = .text(known.1)
        }
        hasNode = true
        guard chain.isConnected else {
            throw .runtime("Failed to connect to blockchain network at \(try url.text().shown)")
        }
    }

    private func findToken(_ ledger: PublishedLedger) throws(PythonError) {
        guard !hasToken else { return }
        try findNode(ledger)
        let address = try ledger.tokenAddress()
        guard address.isTrue else {
            throw .runtime(
                "Token contract address not configured. Set via ledger.set_token_address('0x...')")
        }
        _ = try Self.checked(address)
        hasToken = true
    }

    /// The token's supply and its cap, in the smallest units and, as floats, in tokens. No key is
    /// needed.
    ///
    /// **Throws:** ``PythonError``, RuntimeError where there is no chain or token.
    package func supply(ledger: PublishedLedger) throws(PythonError) -> PythonValue {
        try findToken(ledger)
        let total = BigInt(chain.token.supply)
        let most = BigInt(PublishedToken.supplyMax)
        var supply = PythonDictionary()
        for (name, units) in [
            ("total_supply", total), ("max_supply", most), ("remaining", most - total),
        ] {
            supply[name] = .integer(units)
            supply["\(name)_tokens"] = .number(
                try PythonNumber.integer(units) / .integer(BigInt(10).power(18)))
        }
        return .dictionary(supply)
    }
}

extension PythonError {
    fileprivate static func runtime(_ message: String) -> PythonError {
        .other(name: "RuntimeError", message)
    }
}
