internal import Chains
package import PythonValues
package import Trials

extension PublishedVerifier {
    /// The accounts behind a chain by its payments alone, in the order in which they were first
    /// paid; nil where a payment or a reward does not hold. Genesis holds none.
    ///
    /// **Throws:** ``PythonError`` where the published node dies.
    package func accounts(of chain: PythonValue) throws(PythonError) -> [PublishedAccount]? {
        let (book, stopped) = try replay(chain)
        return stopped == nil ? book.accounts : nil
    }

    /// The check that stops a chain's payments; nil where all of them hold.
    ///
    /// **Throws:** ``PythonError`` where the published node dies.
    package func stop(ofPaymentsIn chain: PythonValue) throws(PythonError) -> Guard? {
        try replay(chain).stopped
    }

    private func replay(
        _ chain: PythonValue
    ) throws(PythonError) -> (book: AccountBook<PublishedAccount>, stopped: Guard?) {
        let ledger = PublishedLedger(guards: guards)
        var book = AccountBook<PublishedAccount>()
        for block in try chain.elements().dropFirst() {
            if let stopped = try ledger.apply(block, to: &book) { return (book, stopped) }
        }
        return (book, nil)
    }
}
