import Trials

/// A run as it may look one day: two systems, some 120 scenarios, a few surprises.
enum RealisticSuite {
    private static let titles = [
        "duplicate keys that are equal after unescaping", "NaN as an amount passes every test",
        "a stamp at median-past plus one", "the same nonce twice in one block",
        "another miner's proof under my address", "two blocks that differ in their timestamp only",
        "heavier chain with an invalid block deep inside",
        "a wallet's signed request replayed after its seen-set was pruned, on another chain",
        "self-transfer credited twice", "peer table filled from one network",
    ]

    static func suite(durations: Bool) -> SuiteResult {
        var results: [TrialResult] = []
        for (system, claimCounts) in [
            ("chain", [9, 5, 5, 8, 8, 7, 11, 3, 0, 0, 5, 5, 4, 2]),
            ("receipts", [6, 5, 3, 6, 4, 0, 2, 0, 12, 0, 4, 5, 3, 1]),
        ] {
            for (claim, count) in zip(Claim.allCases, claimCounts) {
                for number in 0..<count {
                    results += pair(system, claim, number, durations: durations)
                }
            }
        }
        return SuiteResult(
            results: results,
            holes: holes.map { Hole(id: $0.0, system: $0.1, title: $0.2) },
            seed: "9d0dde1a379b4c20a1f0aa0b2f8a6c11")
    }

    private static let holes = [
        ("loose-values", "chain", "Numbers compare as CPython's json has them: true is 1."),
        ("unbound-transactions", "chain", "The proof commits to neither transactions nor time."),
        ("shared-work", "chain", "Attempts on a block share their keys and values."),
        ("claimed-index", "chain", "The block's own claimed index sets target and reward."),
        ("unweighted-votes", "receipts", "A validator that signs twice counts twice."),
        ("boolean-verdicts", "receipts", "A vote says verified, without evidence."),
        ("quiet-hole", "receipts", "No scenario shows this one yet."),
    ]

    private static func pair(
        _ system: String, _ claim: Claim, _ number: Int, durations: Bool
    ) -> [TrialResult] {
        let mixed = claim.rawValue.utf8.reduce(number * 7 + system.utf8.count) { $0 + Int($1) }
        let longNames = mixed % 23 == 4
        let id =
            "\(claim.rawValue)-\(number < 9 ? "0" : "")\(number + 1)"
            + (longNames ? "-with_a_very_long_name_that_somebody_thought_was_helpful" : "")
        let own = holes.filter { $0.1 == system && $0.0 != "quiet-hole" }
        let hole = own[mixed % own.count].0
        let code = "BAD_\(claim.rawValue)_\(mixed % 5)"
        let isEconomic = claim == .proofOfInference
        return Profile.allCases.map { profile in
            let isPublished = profile == .published
            let expected: Verdict = isPublished && mixed % 6 != 0 ? .broken : .held
            let verdict: Verdict =
                switch (profile, mixed % 31) {
                case (.hardened, 3): .broken
                case (.hardened, 9): .notExercised
                case (.published, 14): .held
                case (.hardened, 21): .inconclusive
                default: claim == .storage && number == 3 && !isPublished ? .labFault : expected
                }
            return SampleSuite.result(
                id: id, system: system, claim: claim, title: titles[mixed % titles.count],
                profile: profile, verdict: verdict, expected: expected,
                hit: verdict == .held ? [code, "RATE_LIMIT"] : [], asked: [code],
                evidence: verdict == .broken
                    ? "The supply is 1,050,001 where the referee's ledger has 1,050,000; head "
                        + "000000a3f1c9d7be44f0f2c1a8d9e0b7c6d5f4e3a2b1c0d9e8f7a6b5c4d3e2f1 kept it."
                    : "Refused with \(code); head and state digest are as before, 10 of 10 honest "
                        + "polls were answered.",
                holes: isPublished && expected == .broken ? [hole] : [],
                measurement: isEconomic ? measurement(isPublished, mixed) : nil,
                log: log(mixed, id: id, code: code, isLong: mixed % 17 == 5),
                replay: "glyphlab attack run \(id) --profile \(profile.rawValue) --seed "
                    + "9d0dde1a379b4c20a1f0aa0b2f8a6c11",
                oracle: "\(system).exact", entry: mixed % 2 == 0 ? "block" : "transaction",
                severity: Severity.allCases[mixed % 3],
                references: ["CVE-2018-17144", "BIP 54", "attacks.md \(claim.rawValue)"],
                about: "The attacker holds one key and sends what a wallet would send, but for one "
                    + "field. A node that reads the field as the published one does takes it; one "
                    + "that decodes strictly refuses it before anything is stored. ",
                nanoseconds: durations ? 1_000_000 * (mixed * mixed % 7919) : nil)
        }
    }

    private static func measurement(_ isPublished: Bool, _ mixed: Int) -> Measurement {
        Measurement(
            unit: "attempts", attemptCount: 100_000, successCount: isPublished ? 99_812 : 31,
            advantageMillionths: isPublished ? 24_310_000 : 1_004_000 + mixed * 13,
            comparison: "cheaper than honest work", allowedMillionths: 1_100_000,
            rateBoundMillionths: isPublished ? nil : 463,
            confidencePermille: isPublished ? nil : 999)
    }

    private static func log(_ mixed: Int, id: String, code: String, isLong: Bool) -> [String] {
        (0..<(isLong ? 340 : 9 + mixed % 7)).map { step in
            step % 3 == 2
                ? "node 0 refuses block \(step) from peer 4: \(code)"
                : "peer 4 sends 412 bytes to block, sha256 "
                    + "\(String(mixed * 7919 + step, radix: 16))a1f0aa0b2f8a6c119d0dde1a379b4c20"
        }
    }
}
