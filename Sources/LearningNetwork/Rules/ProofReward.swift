internal import Training

/// The pay for one certified proof, in micro-POL.
///
/// w = 300000 + 300000·passed//sampled + 200000·rep//100000 + 100000·min(stake, 5·10^9)//10^10
/// + 100000·min(100·approving, 67·total)//(67·total), and the pay is 10^7·w//10^6.
package struct ProofReward: Sendable, Equatable {
    package let microPOL: UInt64
    /// Whether 100·approving ≥ 67·total: without that no certificate stands, and nothing is paid.
    package let hasQuorum: Bool

    /// **Bounds:** with the least and the most of each operand w is 300,000 to 1,000,000 at stake
    /// ≤ 2^62; 128 bits hold 100·approving and 67·total. The quotient by a total of 0 counts as 0.
    /// **Preconditions:** 0 ≤ passed ≤ sampled, 1 ≤ sampled ≤ 2^20, reputation ≤ 100,000.
    package init(
        passed: Int, sampled: Int, reputation: Int, stake: UInt64, approving: UInt64, total: UInt64
    ) {
        precondition(
            passed >= 0 && passed <= sampled && sampled >= 1
                && sampled <= TrainingPlan.stepCountMax && (0...100_000).contains(reputation),
            "\(passed) of \(sampled) steps at reputation \(reputation)")
        var weight = 300_000 + 300_000 * UInt64(passed) / UInt64(sampled)
        weight += 200_000 * UInt64(reputation) / 100_000
        weight += 100_000 * min(stake, 5_000_000_000) / 10_000_000_000
        let needed = 67 * UInt128(total)
        let given = 100 * UInt128(approving)
        hasQuorum = given >= needed
        if needed > 0 { weight += UInt64(100_000 * min(given, needed) / needed) }
        microPOL = 10_000_000 * weight / 1_000_000
    }
}
