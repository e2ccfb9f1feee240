internal import BigInt
internal import Conformance
internal import PublishedLearning
internal import PythonValues

/// The reward pool: whole epochs, its limits alone, and the scores of texts.
struct RewardVectors: VectorJudge {
    let name = "rewards"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard let first = document.firstCase else { return false }
        return first["epochs"] != nil || first["capped"] != nil || first["complexity"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map { place, vector in
            let (expected, got) =
                switch try vector.member("kind").string() {
                case "pool": try Self.pool(vector)
                case "limits": try Self.limits(vector)
                case "complexity": try Self.complexity(vector)
                case let other:
                    throw VectorFormError(
                        place: vector.place, expected: "pool, limits or complexity", got: other)
                }
            return VectorOutcome(index: String(place), expected: expected, got: got)
        }
    }

    private static func pool(_ vector: VectorValue) throws -> (String, String) {
        var pool = RewardPool()
        var (expected, got): ([String], [String]) = ([], [])
        for epoch in try vector.member("epochs").elements() {
            expected.append(
                try MemberText.expected(
                    epoch, ["metrics", "rewards", "sum", "reputation", "transactions"]))
            got.append(try Self.epoch(epoch, &pool))
        }
        return (expected.joined(separator: "; "), got.joined(separator: "; "))
    }

    private static func epoch(_ epoch: VectorValue, _ pool: inout RewardPool) throws -> String {
        let proofs = try epoch.member("proofs").document().elements().map { proof in
            guard case .dictionary(let members) = proof else {
                throw VectorFormError(
                    place: epoch.place, expected: "proofs", got: proof.typeName)
            }
            return try TrainingProofView(members)
        }
        let contributions = try pool.contributions(
            of: proofs, consciousness: epoch.member("consciousness_data").documentMembers(),
            now: epoch.member("now").spelledFloat())
        let rewards = try pool.rewards(for: contributions)
        var text = MemberText()
        try text.add(
            "metrics", .list(contributions.map { try .list($0.metrics.map { try $0.spelled() }) }))
        try text.add(
            "rewards",
            .list(
                rewards.map {
                    try .list([.string($0.nodeID), $0.amount.spelled, $0.percentage.spelled()])
                }))
        try text.add("sum", RewardPool.sum(of: rewards.map(\.amount)).spelled)
        try text.add("reputation", pool.reputation.dictionary(\.spelled))
        do throws(PythonError) {
            try RewardPool.payments(for: rewards)
            try text.add("transactions", .text("accept"))
        } catch {
            try text.add("transactions", .text("crash:\(error.name)"))
        }
        return text.joined
    }

    private static func limits(_ vector: VectorValue) throws -> (String, String) {
        let rewards = try vector.member("rewards").elements().map { try $0.spelledFloat() }
        let capped = RewardPool.capped(rewards)
        var text = MemberText()
        try text.add("total", RewardPool.sum(of: rewards).spelled)
        try text.add("capped", .list(capped.amounts.map(\.spelled)))
        try text.add("percent", .list(capped.percentages.map { try $0.spelled() }))
        try text.add(
            "normalised", .list(RewardPool.limited(capped.amounts).map(\.spelled)))
        let expected = try MemberText.expected(
            vector, ["total", "capped", "percent", "normalised"])
        return (expected, text.joined)
    }

    private static func complexity(_ vector: VectorValue) throws -> (String, String) {
        var pool = RewardPool()
        let subject = try vector.member("text").text()
        var text = MemberText()
        try text.add("complexity", pool.complexity(of: subject).spelled)
        try text.add("metrics", .list(pool.scores(of: subject).map { try $0.spelled() }))
        return (try MemberText.expected(vector, ["complexity", "metrics"]), text.joined)
    }
}
