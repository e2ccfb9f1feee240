package import BigInt
package import PythonValues

/// The published gate, which lets an update pass where it lowers the loss.
///
/// It has a memory: the base that it measures from is the one to which the last update was applied,
/// whether or not that was let pass. **Source:** page, section 4.
package struct LossGate<Update: Sendable>: Sendable {
    /// The update that the base holds; nil for the base with fresh adapters, as of an empty update.
    package private(set) var lastApplied: Update?

    package init() {}

    /// The outcome of one judgement.
    package struct Judgement: Sendable {
        package let isAccepted: Bool
        package let grounds: GateGrounds
        /// How often the loss was asked for.
        package let lossCount: Int
        package let before: PythonFloat?
        package let after: PythonFloat?
    }

    /// Judges an update.
    ///
    /// **Parameters:** `loss`: the loss of the base that holds an update, nil for fresh adapters;
    /// it throws where anything but a text's evaluation fails. `apply`: throws where the update
    /// cannot be applied; the base is then left with fresh adapters.
    package mutating func judge(
        _ update: Update, loss: (Update?) throws(PythonError) -> PythonFloat,
        apply: (Update) throws(PythonError) -> Void = { _ throws(PythonError) in }
    ) -> Judgement {
        var (before, after): (PythonFloat?, PythonFloat?) = (nil, nil)
        var lossCount = 0
        func judgement(_ isAccepted: Bool, _ grounds: GateGrounds) -> Judgement {
            Judgement(
                isAccepted: isAccepted, grounds: grounds, lossCount: lossCount, before: before,
                after: after)
        }
        do throws(PythonError) {
            lossCount += 1
            let first = try loss(lastApplied)
            before = first
            if first.value < GateRule.skipBelow { return judgement(true, .below) }
            lastApplied = nil
            try apply(update)
            lastApplied = update
            lossCount += 1
            let second = try loss(update)
            after = second
            let isBetter = second.value < GateRule.factor * first.value
            return judgement(isBetter, isBetter ? .better : .notBetter)
        } catch {
            return judgement(true, .exception)
        }
    }
}

/// The reason of a judgement.
package enum GateGrounds: String, Sendable {
    /// The loss is so low already that nothing is asked.
    case below
    case better
    case notBetter = "not_better"
    /// Something failed: the gate lets the update pass.
    case exception
}

/// The gate's comparison.
package enum GateRule {
    fileprivate static let skipBelow = 0.05
    fileprivate static let factor = 0.999

    /// The same in rationals, with 1/20 and 999/1000 taken exactly; nil where a loss is infinite
    /// or no number.
    package static func acceptsExactly(before: PythonFloat, after: PythonFloat) -> Bool? {
        guard before.isFinite, after.isFinite else { return nil }
        let (first, second) = (scaled(before), scaled(after))
        return 20 * first < BigInt(1) << scaleBitCount || 1000 * second < 999 * first
    }

    /// Each finite float64 is a whole multiple of 2^-1074.
    package static let scaleBitCount = 1074

    /// A finite float64 as a multiple of 2^-1074; 0 for what is not finite.
    package static func scaled(_ float: PythonFloat) -> BigInt {
        let value = float.value
        guard value.isFinite else { return 0 }
        // The exponent of the last bit of the significand: at least -1074.
        let exponent = max(Int(value.exponentBitPattern), 1) - 1075
        let hidden: UInt64 = value.exponentBitPattern == 0 ? 0 : 1 << 52
        let magnitude =
            BigInt(value.significandBitPattern | hidden) << (exponent + scaleBitCount)
        return value.sign == .minus ? -magnitude : magnitude
    }
}
