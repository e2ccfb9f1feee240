internal import Chains
internal import GlyphChain
internal import Scenarios
internal import Trials

/// Steps that no script may ask for: such as honest actors would not do, such as reach out of the
/// trial, and such as would take the laboratory minutes.
extension ChainArena {
    func obstacle(to operation: ChainOperation, at node: Int) throws -> String? {
        guard nodes.probes.indices.contains(node) else {
            return "no node \(node) of \(nodes.probes.count)"
        }
        nodes.here = node
        defer { nodes.here = 0 }
        if let obstacle = obstacleWhileDown(operation) { return obstacle }
        switch operation {
        case .mine(let by, let blockCount, let seconds):
            return obstacle(toActor: by) ?? obstacle(toTime: blockCount * seconds) ?? obstacleToWork
        case .withhold(_, let by): return obstacle(toActor: by) ?? obstacleToWork
        case .pay(let from, let to, let amount): return obstacle(toPaying: from, to, amount)
        case .payment(let step):
            return obstacle(toNames: [step.payer.name, step.payer.signer ?? "", step.to])
                ?? obstacle(toEdits: step.edits)
        case .forge(let step):
            return try obstacle(toNames: [step.by]) ?? obstacle(toEdits: step.edits)
                ?? obstacle(toBulk: step.transactions)
        case .alter(let step):
            let byteCount = try workshop.artefacts.oneByteString(step.of).count
            guard byteCount <= ChainScript.alteredByteCountMax else {
                return "\(byteCount) bytes to alter, at most \(ChainScript.alteredByteCountMax)"
            }
            return try obstacle(toEdits: step.edits)
                ?? obstacle(toBulk: [step.of] + (step.transactions ?? []))
        case .bytes(let step): return try obstacle(toBytes: step)
        case .file(_, let blocks):
            return try obstacle(toBulk: blocks.filter { !$0.hasPrefix("main:") })
                ?? obstacle(toCount: blocks.count)
        case .message(let step): return try obstacle(toBulk: step.what)
        case .network(.divide(let sides)):
            return sides.count == nodes.probes.count
                ? nil : "\(sides.count) sides for \(nodes.probes.count) nodes"
        case .advance(let seconds): return obstacle(toTime: seconds)
        case .damage(let damage): return obstacle(toDamage: damage)
        case .restart: return obstacleToDisk
        case .take, .hear, .network: return nil
        case .submit, .givenPeers, .remember, .blind, .twinOfAll, .twin, .newcomers, .measure:
            return "a step of scenarios, not of scripts"
        }
    }

    // MARK: Actors

    private func obstacle(toActor name: String) -> String? {
        // Compared by bytes: texts that look alike are other actors.
        (script?.cast ?? []).contains { Array($0.utf8) == Array(name.utf8) }
            ? nil : "honest actors are \((script?.cast ?? []).joined(separator: ", ")), no others"
    }

    /// Empty texts stand for nobody.
    private func obstacle(toNames names: [String]) -> String? {
        names.allSatisfy { $0.isEmpty || PlainName.isName($0) }
            ? nil : "a name has 1 to 64 letters and digits of ASCII, '.', '_' and '-'"
    }

    private func obstacle(toPaying from: String, _ to: String, _ amount: Int) -> String? {
        if let obstacle = obstacle(toActor: from) { return obstacle }
        guard PlainName.isName(to) else { return obstacle(toNames: [to]) ?? "nobody to pay" }
        guard nodes.system.waitingTransactionCount < ChainScript.waitingCountMax else {
            return "\(ChainScript.waitingCountMax) payments wait already"
        }
        let holding = node.holding(of: wallet(from).address)
        guard holding.units >= UInt64(amount) else {
            return "\(from) has \(holding.units) of \(amount) units"
        }
        return holding.nextNonce <= ChainScript.nonceMax
            ? nil : "\(from) has used up the nonces"
    }

    private func obstacle(toTime seconds: Int) -> String? {
        record.clock.seconds + seconds <= ChainScript.clockSecondsMax
            ? nil : "time ends at \(ChainScript.clockSecondsMax) s"
    }

    // MARK: Costs

    private func obstacle(toEdits edits: PerProfile<FieldEdits>) -> String? {
        let own = edits[profile]
        let count =
            own.set.count + own.add.count + own.remove.count + own.rename.count
            + (own.seals?.count ?? 0)
        guard count <= ChainScript.editCountMax else {
            return "\(count) edits and seals, at most \(ChainScript.editCountMax)"
        }
        return obstacle(toNames: [own.signer ?? ""])
    }

    private func obstacle(toCount count: Int) -> String? {
        count <= workshop.bounds.partCountMax
            ? nil : "\(count) names, at most \(workshop.bounds.partCountMax)"
    }

    /// **Throws:** ``StepFault`` for artefacts that are none, or too many.
    private func obstacle(toBulk names: [String]) throws -> String? {
        if let obstacle = obstacle(toCount: names.count) { return obstacle }
        var (partCount, byteCount) = (0, 0)
        for name in names {
            let parts = try workshop.artefacts.named(name).parts
            partCount += parts.count
            byteCount += parts.reduce(0) { $0 + $1.count }
            try workshop.bounds.expect(partCount: partCount)
            try workshop.bounds.expect(byteCount: byteCount)
        }
        return nil
    }

    private func obstacle(toBytes step: BytesStep) throws -> String? {
        let splices = step.splices[profile]
        guard splices.count <= ChainScript.spliceCountMax else {
            return "\(splices.count) splices, at most \(ChainScript.spliceCountMax)"
        }
        let (made, isTooLarge) = step.content.count.multipliedReportingOverflow(by: step.times)
        guard !isTooLarge else { return "more bytes than can be counted" }
        var byteCount = try step.of.map(workshop.artefacts.oneByteString)?.count ?? 0
        byteCount += made
        for splice in splices {
            if let obstacle = obstacle(toSplice: splice, ofByteCount: byteCount) {
                return obstacle
            }
            byteCount += splice.growth
        }
        try workshop.bounds.expect(byteCount: byteCount)
        return nil
    }

    private func obstacle(toSplice splice: Splice, ofByteCount byteCount: Int) -> String? {
        guard case .replace(let text, _) = splice else { return nil }
        return byteCount.multipliedReportingOverflow(by: text.utf8.count).partialValue
            <= ChainScript.searchMax
            ? nil : "a search for \(text.utf8.count) bytes in \(byteCount)"
    }

    // MARK: The disk

    /// Whether node 0 was stopped for a change of its file.
    var isDown: Bool { disk?.isDown ?? false }

    private var obstacleToDisk: String? {
        guard disk != nil else { return "the chain has no file" }
        return nodes.here == 0 ? nil : "only node 0 has a file"
    }

    private func obstacleWhileDown(_ operation: ChainOperation) -> String? {
        guard isDown else { return nil }
        switch operation {
        case .damage, .restart, .bytes: return nil
        default: return "node 0 is down: restart it"
        }
    }

    private func obstacle(toDamage damage: StoreDamage) -> String? {
        if let obstacle = obstacleToDisk { return obstacle }
        switch damage {
        case .sql, .otherModel: return "a file is damaged by its bytes, and by nothing else"
        case .snapshot: return isDown ? "a copy is made of a running node: restart it" : nil
        case .splice(let splice):
            return obstacle(toSplice: splice, ofByteCount: ChainScript.fileByteCountMax / 128)
        case .restore, .replace: return nil
        }
    }
}

extension Splice {
    /// Bytes by which it makes others longer, at most.
    fileprivate var growth: Int {
        switch self {
        case .replace(_, let with): with.utf8.count
        case .append(let bytes), .prepend(let bytes): bytes.count
        case .drop, .xor, .write: 0
        }
    }
}
