internal import Chains
package import PythonValues
package import Trials

extension PublishedVerifier {
    /// The accounts behind a chain by its payments alone, in the order in which they were first
    /// paid; nil where a payment or a reward does not hold. Genesis holds none.
    ///
    /// **Throws:** ``PythonError`` where the published node dies.
    package func accounts(of chain: PythonValue) throws(PythonError) -> [PublishedAccount]? {
        let ledger = PublishedLedger(guards: guards)
        var book = AccountBook<PublishedAccount>()
        for block in try chain.elements().dropFirst() {
            guard try ledger.apply(block, to: &book) == nil else { return nil }
        }
        return book.accounts
    }

    /// The check that stops a chain's payments; nil where all of them hold.
    ///
    /// **Throws:** ``PythonError`` where the published node dies.
    package func stop(ofPaymentsIn chain: PythonValue) throws(PythonError) -> Guard? {
        let ledger = PublishedLedger(guards: guards)
        var book = AccountBook<PublishedAccount>()
        for block in try chain.elements().dropFirst() {
            if let stopped = try ledger.apply(block, to: &book) { return stopped }
        }
        return nil
    }
}
