internal import Chains
package import PythonValues
package import Trials

extension PublishedVerifier {
    /// The check that stops a chain's payments; nil where all of them hold.
    ///
    /// **Throws:** ``PythonError`` where the published node dies.
    package func economics(of chain: [PythonValue]) throws(PythonError) -> Guard? {
        let ledger = PublishedLedger(guards: guards)
        var book = AccountBook<PublishedAccount>()
        for block in chain.dropFirst() {
            if let stopped = try ledger.apply(block, to: &book) { return stopped }
        }
        return nil
    }
}
