internal import Cryptography
internal import MeshNetwork
internal import NetworkTrials
internal import Scenarios
internal import Trials

/// Judgement of a hardened mesh: by what honest readers get, and by the referee's own books.
extension HardenedSide {
    /// Records that readers got of one key.
    private struct Reading {
        let name: MeshKeyName
        /// By the honest node.
        let records: [[MeshRecord]]
    }

    func finding(of oracle: MeshOracle, in arena: any NetworkStage) throws -> Finding {
        try half.note(in: arena)
        if LedgerHalf.oracles.contains(oracle) { return try half.finding(of: oracle, in: arena) }
        let chains: [MeshOracle] = [.admissionStaked, .identityOneKey, .determinismReplay]
        if chains.contains(oracle), let complaint = try half.complaint(of: oracle, in: arena) {
            return .violated(complaint)
        }
        switch oracle {
        case .recordsFound: return try recordsFound(arena)
        case .recordsConsent, .recordsWindow, .recordsOneValue:
            return try judged(oracle, try readings(arena), arena)
        case .storageJudged: return try storageJudged(arena)
        case .encodingOneMeaning: return encodingOneMeaning()
        case .identityOneKey: return try identities(arena)
        case .messagesBound: return try messagesBound(arena)
        case .admissionStaked: return admission()
        case .serviceAlive:
            return arena.hasDied
                ? .violated("a node died") : try endless(arena)
        case .determinismReplay: return .intact("the same messages give the same state")
        default: throw StepFault("\(oracle.rawValue) is the ledger's")
        }
    }

    // MARK: Readers

    private func readings(_ arena: any NetworkStage) throws -> [Reading] {
        try books.names.map { name in
            Reading(
                name: name,
                records: try MeshParties.honest.indices.map { node in
                    try find(name, nil, at: node, arena)?.records ?? []
                })
        }
    }

    private func recordsFound(_ arena: any NetworkStage) throws -> Finding {
        let standing = books.standing(inEpoch: epoch(arena))
        for record in standing {
            for node in MeshParties.honest.indices {
                let found = try find(MeshKeyName(record), record.owner, at: node, arena)
                // Searches take time: a record may have expired in one.
                guard found?.records == [record] || epoch(arena) > record.expiry else {
                    return .violated(
                        "\(MeshParties.honest[node]) finds \(found?.records.count ?? 0) records, "
                            + "none of them \(record.digest.text.prefix(8))")
                }
            }
        }
        return .intact("\(standing.count) records found by \(MeshParties.honest.count) readers")
    }

    private func judged(
        _ oracle: MeshOracle, _ readings: [Reading], _ arena: any NetworkStage
    ) throws -> Finding {
        for reading in readings {
            for record in reading.records.joined() {
                let fault =
                    oracle == .recordsConsent
                    ? consentFault(record) : windowFault(record, epoch(arena))
                if oracle != .recordsOneValue, let fault { return .violated(fault) }
            }
            guard oracle == .recordsOneValue else { continue }
            let all = reading.records.joined().map(\.owner)
            let owners = Set(all).sorted()  // sorted, never iterated
            for owner in owners {
                let got = reading.records.map { $0.filter { $0.owner == owner } }
                let values = got.filter { !$0.isEmpty }
                guard values.allSatisfy({ $0 == values[0] }) else {
                    return .violated("readers believe different records of one owner and key")
                }
            }
        }
        return .intact("\(readings.count) keys read by \(MeshParties.honest.count) readers")
    }

    /// A record counts as its owner's will if an honest party published it, or an attacker's key is
    /// its owner.
    private func consentFault(_ record: MeshRecord) -> String? {
        let isHonest = books.published.contains { $0.record == record }
        let isOwn =
            parties.name(of: record.owner).map { MeshParties.attackers.contains($0) } ?? false
        let isGranted = setup.allowance.keys.contains { name in
            parties.keyring.signer(name).key == record.owner
        }
        guard !isHonest else { return nil }
        guard isOwn || isGranted else {
            return "a reader believes a record that its owner did not publish"
        }
        return record.isSigned(.ed25519, network: parties.parameters.network)
            ? nil : "a reader believes a record that its owner did not sign"
    }

    private func windowFault(_ record: MeshRecord, _ epoch: UInt64) -> String? {
        guard record.expiry >= epoch else { return "a reader believes an expired record" }
        guard record.expiry <= record.epoch + 64 || record.kind == .value else {
            return "a reader believes a record for \(record.expiry - record.epoch) epochs"
        }
        if record.kind == .value {
            let shown = books.shown.first { $0.record == record }
            let signed = parties.parameters.epoch(ofSlot: shown?.slot ?? record.slot)
            return record.expiry > signed + 64
                ? "a reader believes a record for \(record.expiry - signed) epochs" : nil
        }
        guard let shown = books.shown.first(where: { $0.record == record }) else { return nil }
        let count = parties.parameters.epochSlotCount
        let (shownEpoch, place) = (shown.slot / count, shown.slot % count)
        let isInWindow =
            switch record.kind {
            case .heartbeat, .value: shownEpoch == record.epoch
            case .commit: shownEpoch == record.epoch && 2 * place < count
            case .reveal:
                shownEpoch == record.epoch && 2 * place >= count && 10 * place < 6 * count
            }
        return isInWindow
            ? nil
            : "a reader believes a \(record.kind) of epoch \(record.epoch) that appeared at slot "
                + "\(place) of epoch \(shownEpoch)"
    }

    // MARK: Nodes

    private func storageJudged(_ arena: any NetworkStage) throws -> Finding {
        let offered = (books.published + books.shown).map(\.record)
        for (place, node) in try mesh(arena).nodes.enumerated() {
            for record in node.storage.records {
                guard offered.contains(record),
                    record.isSigned(.ed25519, network: parties.parameters.network)
                else {
                    return .violated(
                        "\(MeshParties.honest[place]) holds a record that nobody offered")
                }
            }
        }
        return .intact("all held records were offered and signed")
    }

    /// Messages and records that are taken in another spelling than the one that was made.
    private func encodingOneMeaning() -> Finding {
        for (bytes, _) in books.taken where !books.made.contains(bytes) {
            return .violated("a node took \(bytes.count) bytes that nobody encoded")
        }
        return .intact("\(books.taken.count) messages taken as they were made")
    }

    private func identities(_ arena: any NetworkStage) throws -> Finding {
        let mesh = try mesh(arena)
        let addresses = mesh.nodes.enumerated().map { ($1.signer.key, [UInt8($0)]) }
        let silent = mesh.attackers.filter { $0.plan.mode == .silent }.map(\.signer.key)
        for (place, node) in mesh.nodes.enumerated() {
            let name = MeshParties.honest[place]
            let entries = Array(node.table.buckets.joined())
            for entry in entries {
                let key = entry.contact.key
                guard let party = parties.name(of: key) else {
                    return .violated("\(name) knows a node without a stake")
                }
                let id = MeshRegistry.id(
                    parties.parameters, key: key,
                    beacon: mesh.ledger.registry.peer(key)?.beacon
                        ?? [UInt8](repeating: 0, count: 32))
                guard id == entry.id, entries.count(where: { $0.contact.key == key }) == 1 else {
                    return .violated("\(party) stands at a place that is not its own")
                }
                if let address = addresses.first(where: { $0.0 == key })?.1,
                    address != entry.contact.address
                {
                    return .violated("\(name) knows \(party) at another's address")
                }
                if silent.contains(key), entry.contact.slot > mesh.startSlot {
                    return .violated("\(name) knows a card of \(party), which never answered")
                }
            }
        }
        return .intact("all known nodes are peers at their own places and addresses")
    }

    private func messagesBound(_ arena: any NetworkStage) throws -> Finding {
        for (index, taken) in books.taken.enumerated() {
            guard let target = taken.bytes.first, Int(target) < MeshParties.honest.count,
                case .request(let request)? = MeshMessage(bytes: Array(taken.bytes.dropFirst()))
            else { return .violated("a node took bytes that are no request") }
            let name = MeshParties.honest[Int(target)]
            if request.recipient != parties.keyring.signer(name).key {
                return .violated("\(name) served a request for another node")
            }
            if !request.isSigned(.ed25519, network: parties.parameters.network) {
                return .violated("\(name) served a request that its sender did not sign")
            }
            let isOld = max(taken.slot, request.slot) - min(taken.slot, request.slot) > 2
            if isOld { return .violated("\(name) served a request of another time") }
            if books.taken[..<index].contains(where: { $0.bytes == taken.bytes }) {
                return .violated("\(name) served a request twice")
            }
        }
        let mesh = try mesh(arena)
        let impostors = mesh.attackers.filter { $0.plan.mode == .impostor }.map(\.signer.key)
        for (node, outcome) in mesh.outcomes {
            let believed = outcome.lookUp.steps.first {
                $0.outcome == .answered && impostors.contains($0.contact.key)
            }
            if believed != nil {
                return .violated("\(MeshParties.honest[node]) believed another key's answer")
            }
        }
        return .intact("\(books.taken.count) requests served, each for its node and once")
    }

    private func admission() -> Finding {
        for taken in books.taken {
            guard
                case .request(let request)? = MeshMessage(bytes: Array(taken.bytes.dropFirst()))
            else { continue }
            if parties.name(of: request.sender.key) == nil {
                return .violated("a node served a sender without a stake")
            }
        }
        return .intact("\(books.taken.count) requests served, all of peers")
    }

    private func endless(_ arena: any NetworkStage) throws -> Finding {
        try mesh(arena).isEndless
            ? .violated("nodes talk on without an end") : .intact("all nodes live")
    }

    // MARK: Costs and the poll

    func count(of counter: String, in arena: any NetworkStage) throws -> Int? {
        switch counter {
        case "messages": return try mesh(arena).messageCount
        case "jobs": return try mesh(arena).longestTalk
        case "attack_bytes": return books.readByteCount
        case "served": return books.servedCount
        case "attack_records":
            let keys = MeshParties.attackers.map { parties.keyring.signer($0).key }
            return try mesh(arena).nodes.map { node in
                node.storage.records.count { keys.contains($0.owner) }
            }.max()
        default: return try half.count(of: counter, in: arena)
        }
    }

    /// Honest use of that part of the mesh that the attack used: its nodes, its ledger or both.
    func poll(in arena: any NetworkStage) throws -> String? {
        let mesh = try mesh(arena)
        if mesh.hasNodes, let obstacle = try pollNodes(arena) { return obstacle }
        return mesh.hasHeardCalls || !mesh.hasNodes ? try half.poll(in: arena) : nil
    }

    private func pollNodes(_ arena: any NetworkStage) throws -> String? {
        if try mesh(arena).isEndless { return "nodes talk on without an end" }
        for (number, owner) in MeshParties.honest.enumerated() {
            let name = RecordName(kind: .value, name: "poll-\(number)", owner: owner)
            let plan = RecordPlan(name: name, sequence: 0, epochs: 6, value: owner)
            try perform(.publish(plan, artefact: nil), in: arena)
        }
        if let complaint = arena.complaint { return complaint }
        for record in books.standing(inEpoch: epoch(arena))
        where record.name.starts(with: Array("poll".utf8)) {
            for node in MeshParties.honest.indices {
                let found = try find(MeshKeyName(record), record.owner, at: node, arena)
                guard found?.records == [record] else {
                    return "\(MeshParties.honest[node]) does not find an honest record"
                }
            }
        }
        return nil
    }
}
