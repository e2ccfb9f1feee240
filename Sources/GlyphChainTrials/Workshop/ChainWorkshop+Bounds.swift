internal import BigInt
internal import Chains

extension ChainWorkshop {
    /// Why a block of a chain takes more work than this; nil where it does not.
    ///
    /// - Parameter attempts: on average; nil for any number.
    func obstacle(toWorkOn chain: ChainView<Link>, attempts: Int?) -> String? {
        guard let attempts, let target = forge.nextTarget(on: chain) else { return nil }
        let needed = (BigUInt(1) << 256) / (target + 1)
        return needed <= attempts
            ? nil : "the next block takes \(needed) attempts, at most \(attempts) are made here"
    }
}
