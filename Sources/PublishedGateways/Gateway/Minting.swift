package import PythonValues

/// The service that pays the payouts of epochs in a token, as a gateway asks it.
package protocol Minting: AnyObject {
    /// Pays an epoch, or says what it would do.
    ///
    /// Returns the hash of the first transaction, or a text about a dry run.
    /// **Throws:** ``PythonError``, such as RuntimeError.
    func mintRewards(
        epoch: PythonText, isDryRun: Bool, ledger: PublishedLedger
    ) throws(PythonError) -> PythonText

    /// The token's supply, as the answer has it. **Throws:** ``PythonError``.
    func supply(ledger: PublishedLedger) throws(PythonError) -> PythonValue
}

/// A minter without a private key, without a chain.
package final class KeylessMinter: Minting {
    package init() {}

    package func mintRewards(
        epoch: PythonText, isDryRun: Bool, ledger: PublishedLedger
    ) throws(PythonError) -> PythonText {
        throw .other(
            name: "RuntimeError",
            "No private key configured. Set GLYPH_MINTER_PRIVATE_KEY environment variable "
                + "or pass private_key to RewardMinter constructor.")
    }

    package func supply(ledger: PublishedLedger) throws(PythonError) -> PythonValue {
        throw .other(name: "RuntimeError", "Failed to connect to blockchain network")
    }
}
