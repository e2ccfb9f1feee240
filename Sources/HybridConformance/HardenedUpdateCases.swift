internal import BigInt
internal import Conformance
internal import Cryptography
internal import HybridChain
internal import PythonValues
internal import Trials

/// Deltas and updates of a world, and what the world says of its genesis and model.
enum HardenedUpdateCases {
    typealias Members = [(String, PythonValue)]

    static func outcomes(
        _ label: String, _ vector: VectorValue, _ world: HardenedWorld
    ) throws -> [VectorOutcome] {
        let ground = world.ground()
        let rules = HybridUpdateRules(world.genesis)
        let facts = try HardenedForm.outcome(
            "\(label) genesis", vector, genesis(world, ground) + keys(world, vector))
        return try [facts] + deltas(label, vector, rules, ground)
            + updates(label, vector, rules, world.ground(everybody: true))
    }

    private static func genesis(_ world: HardenedWorld, _ ground: UpdateGround) -> Members {
        let genesis = world.genesis
        return [
            ("genesis", HybridCases.hexadecimal(genesis.bytes)),
            ("network", HybridCases.hexadecimal(genesis.network)),
            ("base", HybridCases.hexadecimal(ground.base)),
            ("before", .integer(BigInt(ground.before))),
            ("f", .integer(BigInt(genesis.faultCount))),
            ("target", HybridCases.hexadecimal(genesis.target)),
            ("quorum", .integer(BigInt(HybridLimits.quorum(world.committee.count)))),
        ]
    }

    /// The laboratory's keys of the world's name.
    private static func keys(_ world: HardenedWorld, _ vector: VectorValue) throws -> Members {
        let keys = LabKeys.keys(
            name: world.genesis.name, count: world.genesis.validators.count)
        return [
            ("keys", .list(keys.map { HybridCases.hexadecimal($0.publicKey) })),
            ("secrets", .list(keys.map { HybridCases.hexadecimal($0.seed) })),
        ]
    }

    // MARK: Deltas

    /// Deltas, judged by a node that has taken those of the list before them, or, `alone`, none.
    private static func deltas(
        _ label: String, _ vector: VectorValue, _ rules: HybridUpdateRules, _ ground: UpdateGround
    ) throws -> [VectorOutcome] {
        var book = DeltaBook()
        var outcomes: [VectorOutcome] = []
        for (index, one) in try vector.member("deltas").elements().enumerated() {
            let bytes = try one.member("bytes").hexadecimal()
            let isAlone = try one.member("alone").boolean()
            let reason: String?
            do throws(Refusal) {
                let taken = try rules.delta(bytes, ground, isAlone ? DeltaBook() : book)
                if !isAlone { book.take(taken.delta) }
                reason = nil
            } catch {
                reason = error.by.name
            }
            outcomes.append(
                try HardenedForm.outcome(
                    "\(label) delta \(index)", one, HardenedForm.verdict(reason)))
        }
        return outcomes
    }

    // MARK: Updates

    /// Updates of deltas, whose trainers are all active: made of them, and the body judged.
    private static func updates(
        _ label: String, _ vector: VectorValue, _ rules: HybridUpdateRules, _ ground: UpdateGround
    ) throws -> [VectorOutcome] {
        try vector.member("updates").elements().enumerated().map { index, one in
            let contents = try one.member("deltas").elements().map { try $0.hexadecimal() }
            guard contents.count <= HybridLimits.validatorCountMax else {
                throw one.unexpected("at most 64 deltas")
            }
            return try HardenedForm.outcome(
                "\(label) update \(index)", one, update(contents, one, rules, ground))
        }
    }

    private static func update(
        _ contents: [[UInt8]], _ one: VectorValue, _ rules: HybridUpdateRules,
        _ ground: UpdateGround
    ) throws -> Members {
        var members: Members = []
        do throws(Refusal) {
            var deltas: [ExpandedDelta] = []
            for content in contents { deltas.append(try rules.delta(content, ground)) }
            deltas.sort { $0.delta.index < $1.delta.index }
            let aggregate = try rules.aggregate(deltas, ground)
            let made = rules.update(of: deltas, aggregate, ground)
            let selection = aggregate.selection
            members = [
                ("body", HybridCases.hexadecimal(made.bytes)),
                ("update_id", HybridCases.hexadecimal(made.id)),
                ("weights_hash", HybridCases.hexadecimal(aggregate.hash)),
                ("after", .integer(BigInt(aggregate.after))),
                ("scores", .list(selection.scores.map { .text(String($0)) })),
                ("selected", HardenedForm.numbers(selection.chosen.map { Int64($0) })),
            ]
            _ = try rules.update(made.bytes, ground) { id in
                contents.first { HybridDelta.id(of: $0) == id }
            }
            return members + HardenedForm.verdict(nil)
        } catch {
            return members + HardenedForm.verdict(error.by.name)
        }
    }
}
