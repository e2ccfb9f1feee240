internal import Encodings
internal import Ethereum
internal import NetworkTrials
internal import PublishedHybrid
internal import Scenarios
internal import Trials

/// Honest use of the published network.
extension PublishedSide {
    /// Honest validators of the list, each once.
    func honestValidators(_ system: PublishedHybridSystem) -> [String] {
        HybridParties.honest.filter { name in
            system.rules.validators.contains { $0.name == name && !$0.isSlashed }
        }
    }

    /// A round in a new slot: trainers publish, a client asks the engine, averagers acknowledge,
    /// and a validator proposes the update if it has a quorum, else an empty block.
    func round(in arena: any NetworkStage) throws {
        try reachSlot(arena)
        try train(HybridParties.honest, arena)
        try beginJob(arena)
        try askForPayload(arena)
        try witness(arena)
        let system = try Self.published(arena.system)
        let members = honestValidators(system)
        for name in members {
            try work(.average(by: name, .own), as: "\(name)'s round", arena)
            try overwriteLast(arena)
        }
        try work(.nextRound, as: "the round's end", arena)
        try arena.advance(1)
        guard let proposer = members.first else { return }
        try propose(by: proposer, arena)
    }

    private func reachSlot(_ arena: any NetworkStage) throws {
        let passed = (arena.record.clock.milliseconds - HybridParties.startMilliseconds) / 1_000
        let length = BeaconGenesis.secondsPerSlot
        try arena.advance(length - passed % length)
    }

    func train(_ names: [String], _ arena: any NetworkStage) throws {
        books.roundCount += 1
        for name in names {
            guard HybridParties.honest.contains(name) else {
                throw StepFault("by: \(name) is no honest trainer")
            }
            let delta = PublishedHybridWorkshop.honestDelta(of: name, round: books.roundCount)
            books.deltas.append(delta)
            try arena.sendHonest(
                try workshop(arena).record(of: delta.bytes).bytes, to: HybridSurfaces.record,
                as: "\(name)'s delta")
        }
    }

    /// Lets the attacker overwrite the acknowledgement that was just written.
    private func overwriteLast(_ arena: any NetworkStage) throws {
        let system = try Self.published(arena.system)
        guard let overwriting, let last = system.averaged.last, let id = last.identifier else {
            return
        }
        let record = try workshop(arena).acknowledgement(
            of: id, by: last.by, value: overwriting.value, seconds: overwriting.seconds)
        try arena.send(
            record.bytes, to: HybridSurfaces.record, from: Source(1), as: "a record in its place",
            isAttack: true)
    }

    private func propose(by proposer: String, _ arena: any NetworkStage) throws {
        let system = try Self.published(arena.system)
        let slot = PublishedHybridWorkshop.slot(seconds: system.now)
        var update = [UInt8](repeating: 0, count: 32)
        let own = system.averaged.last { $0.by == proposer && $0.isAggregation }
        if let own, let id = own.identifier,
            PublishedHybridWorkshop.slot(seconds: own.seconds) == slot,
            overwriting != nil || system.hasQuorum(id, slot: UInt64(slot))
        {
            update = id
        }
        guard let block = try workshop(arena).honestBlock(by: proposer, update: update) else {
            return
        }
        books.blocks.append(block.identifier)
        try arena.sendHonest(block.bytes, to: HybridSurfaces.block, as: "\(proposer)'s block")
    }

    // MARK: The engine's client

    private static let timestamp = "0x61cf9980"

    func beginJob(_ arena: any NetworkStage) throws {
        let system = try Self.published(arena.system)
        let head = system.head
        try arena.sendHonest(
            PublishedHybridWorkshop.request(
                body: PublishedHybridWorkshop.forkChoice(
                    head: "0x" + head, timestamp: Self.timestamp)),
            to: HybridSurfaces.engine, as: "a client's head")
        let answer = system.turns.last?.answer.map { String(decoding: $0.body, as: UTF8.self) }
        guard let payload = answer.flatMap({ EngineText.member("payloadId", in: $0) }) else {
            arena.complain("the engine gives no payload id")
            return
        }
        books.jobs.append(PublishedHybridBooks.Job(head: head, payload: payload))
    }

    func askForPayload(_ arena: any NetworkStage) throws {
        guard let job = books.jobs.last else { return }
        let system = try Self.published(arena.system)
        let isThere = try witnessRecord(job, arena).map { record in
            var records = system.records
            return records.record(for: RecordKey(utf8: record.key), now: system.now) != nil
        }
        try arena.sendHonest(
            PublishedHybridWorkshop.request(body: PublishedHybridWorkshop.payload(job.payload)),
            to: HybridSurfaces.engine, as: "a client's payload")
        books.jobs[books.jobs.count - 1].asks.append(
            (turn: system.turns.count - 1, isAcknowledged: isThere ?? false))
    }

    /// Writes the only record by which an update of the engine counts.
    func witness(_ arena: any NetworkStage) throws {
        guard let job = books.jobs.last, let record = try witnessRecord(job, arena) else { return }
        try arena.sendHonest(
            record.bytes, to: HybridSurfaces.record, as: "the operator's acknowledgement")
    }

    private func witnessRecord(
        _ job: PublishedHybridBooks.Job, _ arena: any NetworkStage
    ) throws -> RecordMessage? {
        let update = Keccak256.hash(Array(job.payload.utf8) + Array("0x\(job.head)".utf8))
        let peer = PeerIdentifier(publicKey: "genesis_validator".utf8)
        let now = try Self.published(arena.system).now
        return RecordMessage(
            key: AcknowledgementKey(updateIdentifier: update, peer: peer).recordKey,
            expires: RecordStore.expiry(now: now), value: AcknowledgementKey.value)
    }
}
