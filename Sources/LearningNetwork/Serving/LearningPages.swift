internal import Encodings
internal import PythonValues
internal import Routing
internal import Training
internal import Trials

/// REST below `/api/v1/`: what the node knows, and the goods that it takes in their one form.
struct LearningPages {
    private static let prefix = "/api/v1/"
    /// Blocks that a history looks back at, and payments that it shows, the newest first.
    private static let historyBlockCount = 65_536
    private static let historyCount = 256
    /// The longest named part of a path.
    private static let nameByteCountMax = 128

    let desk: LearningDesk
    let node: ServedNodeFacts

    private var system: LearningSystem { desk.system }
    private var tree: LearningTree { desk.system.tree }

    /// Nil for a path of another face.
    func answer(
        _ request: WebRequest, from source: Source, at clock: LogicalClock
    ) -> WebAnswer? {
        guard request.path.utf8.starts(with: Self.prefix.utf8) else { return nil }
        let parts = String(
            decoding: request.path.utf8.dropFirst(Self.prefix.utf8.count), as: UTF8.self
        )
        .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isGood = parts.count == 1 && Self.goods.contains { $0.name == parts[0] }
        let page = page(parts)
        switch request.method {
        case "GET":
            return page.map { $0() } ?? (isGood ? .otherMethod : .unknownPath)
        case "POST":
            if isGood { return take(parts[0], request.body, source, clock) }
            return page == nil ? .unknownPath : .otherMethod
        default:
            return page == nil && !isGood ? .unknownPath : .otherMethod
        }
    }

    private func page(_ parts: [String]) -> (() -> WebAnswer)? {
        switch (parts.first, parts.count) {
        case ("status", 1): { .taken(status) }
        case ("peers", 1): { .taken(peers) }
        case ("balance", 2): { balance(parts[1]) }
        case ("block", 2): { block(parts[1]) }
        case ("transactions", 2): { transactions(parts[1]) }
        case ("training", 2) where parts[1] == "status": { .taken(trainingStatus) }
        case ("network", 2) where parts[1] == "info": { .taken(networkInformation) }
        default: nil
        }
    }

    // MARK: Goods

    private static let goods: [(name: String, kind: LearningMessage.Kind?)] = [
        ("transaction", .transaction), ("proof", .proof), ("opening", .opening), ("vote", .vote),
        ("block", .block), ("gossip", nil),
    ]

    private func take(
        _ name: String, _ body: [UInt8], _ source: Source, _ clock: LogicalClock
    ) -> WebAnswer {
        do throws(Refusal) {
            guard let kind = Self.goods.first(where: { $0.name == name })?.kind else {
                let answers = try desk.hear(body, from: source, at: clock)
                return WebAnswer(
                    status: LearningStatus.taken, contentType: "text/plain; charset=utf-8",
                    body: LearningMessage.lines(answers))
            }
            try desk.take(kind, body, from: source, at: clock)
            return .taken(
                .object([
                    JSONMember("taken", .string(kind.rawValue)),
                    JSONMember("hash", try Self.id(of: kind, body).map(JSONValue.string) ?? .null),
                    JSONMember("height", .integer(tree.head.index)),
                ]))
        } catch {
            return .refusing(error)
        }
    }

    /// The name that others know a good by, which was taken.
    private static func id(
        of kind: LearningMessage.Kind, _ body: [UInt8]
    ) throws(Refusal) -> String? {
        switch kind {
        case .transaction: try LearningTransaction(body, .all).id
        case .proof: try LearningProof(body, .all).id
        case .block: try LearningBlock(body, .all).hashText
        case .opening, .vote, .tip, .ask, .blocks: nil
        }
    }

    // MARK: Pages

    private var status: JSONValue {
        let state = system.state
        return .object([
            JSONMember("node", .string(node.name)),
            JSONMember("client", .string(node.client)),
            JSONMember("rules", .string("hardened")),
            JSONMember("network", LearningViews.hex(system.rules.network)),
            JSONMember("chain_id", .integer(system.rules.chainID)),
            JSONMember("height", .integer(tree.head.index)),
            JSONMember("head", LearningViews.hex(tree.head.hash)),
            JSONMember("epoch", .integer(state.epoch)),
            JSONMember("trained_epochs", .integer(state.trained.count)),
            JSONMember("waiting", .integer(system.waitingCount)),
            JSONMember("peers", .integer(node.peers.count)),
            JSONMember("validator", node.validator.map(JSONValue.string) ?? .null),
            JSONMember("miner", node.miner.map(JSONValue.string) ?? .null),
        ])
    }

    private var peers: JSONValue {
        .object([
            JSONMember("peers", .array(node.peers.map(JSONValue.string))),
            JSONMember("peer_count", .integer(node.peers.count)),
        ])
    }

    private func balance(_ name: String) -> WebAnswer {
        guard let address = LearningKey.address(named: name) else { return Self.noAddress }
        return .taken(
            LearningViews.account(
                address, system.state[address], pending: system.pendingState[address]))
    }

    private static let noAddress = WebAnswer.refusing(
        LearningStatus.refused, "address", "expected 0x and 40 digits of hexadecimal")

    private func block(_ name: String) -> WebAnswer {
        guard name.utf8.count <= Self.nameByteCountMax else { return Self.noBlockName }
        let found: LearningTree.Node?
        if name == "latest" {
            found = tree.head
        } else if name.utf8.count >= 64 {
            found = tree.block(hashText: name)
        } else if let index = Int(name), index >= 0 {
            found = tree.block(at: index)
        } else {
            return Self.noBlockName
        }
        guard let found else {
            return .refusing(LearningStatus.unknown, "block", "expected a block of the best chain")
        }
        return .taken(LearningViews.block(found, system.rules))
    }

    private static let noBlockName = WebAnswer.refusing(
        LearningStatus.refused, "block", "expected a number, a hash of 64 digits, or latest")

    private func transactions(_ name: String) -> WebAnswer {
        guard let address = LearningKey.address(named: name) else { return Self.noAddress }
        func concerns(_ transaction: LearningTransaction) -> Bool {
            transaction.from == address || transaction.to == address
        }
        var found = system.pool.transactions.reversed().filter(concerns).map {
            LearningViews.transaction($0, blockNumber: nil)
        }
        for node in tree.main.suffix(Self.historyBlockCount).reversed() {
            guard found.count < Self.historyCount else { break }
            found += (node.block?.transactions ?? []).reversed().filter(concerns).map {
                LearningViews.transaction($0, blockNumber: node.index)
            }
        }
        return .taken(.array(Array(found.prefix(Self.historyCount))))
    }

    private var trainingStatus: JSONValue {
        let state = system.state
        let model = system.rules.genesis.model
        return .object([
            JSONMember("epoch", .integer(state.epoch)),
            JSONMember("epoch_hash", LearningViews.hex(state.epochHash)),
            JSONMember("epoch_blocks", .integer(system.rules.genesis.epochBlockCount)),
            JSONMember("model_state_hash", LearningViews.hex(state.model)),
            JSONMember("steps", .integer(model.plan.stepCount)),
            JSONMember("sampled_steps", .integer(model.sampleCount)),
            JSONMember("audited_steps", .integer(system.auditedStepCount)),
            JSONMember(
                "proofs",
                .array(
                    state.proofs.map { entry in
                        .object([
                            JSONMember("hash", .string(entry.proof.id)),
                            JSONMember("trainer", .string(entry.proof.trainer)),
                            JSONMember("block", .integer(entry.index)),
                            JSONMember("status", .string(entry.status.rawValue)),
                        ])
                    })),
            JSONMember(
                "trained",
                .array(
                    state.trained.suffix(Self.historyCount).map { link in
                        .object([
                            JSONMember("epoch", .integer(link.epoch)),
                            JSONMember("start", LearningViews.hex(link.start)),
                            JSONMember("end", LearningViews.hex(link.end)),
                        ])
                    })),
        ])
    }

    private var networkInformation: JSONValue {
        let state = system.state
        return .object([
            JSONMember("name", .string(system.rules.genesis.name)),
            JSONMember("network", LearningViews.hex(system.rules.network)),
            JSONMember("chain_id", .integer(system.rules.chainID)),
            JSONMember("height", .integer(tree.head.index)),
            JSONMember("total_supply", .integer(state.supply)),
            JSONMember("burned", .integer(state.burned)),
            JSONMember("units_per_coin", .integer(LearningLimits.unitsPerCoin)),
            JSONMember("work_bits", .integer(LearningLimits.workBitCount)),
            JSONMember(
                "validators",
                .array(
                    state.validators.map { stake in
                        .object([
                            JSONMember("key", .string(stake.key.text)),
                            JSONMember("bond", .integer(stake.units)),
                        ])
                    })),
        ])
    }
}

extension LearningRules {
    /// The number by which Ethereum's libraries tell networks apart: the first four bytes of the
    /// network's hash, without the highest bit.
    var chainID: Int {
        network.prefix(4).reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
    }
}
