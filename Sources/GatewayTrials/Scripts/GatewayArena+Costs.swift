internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// Bounds of what a script may ask for, and counters of what its messages cost.
extension GatewayArena {
    var obstacleToRows: String? { script?.obstacleToRows(nodes.probes.count) }

    func obstacle(toMaking count: Int) -> String? {
        count <= GatewayScript.madeCountMax
            ? nil : "\(count) in one step, at most \(GatewayScript.madeCountMax)"
    }

    /// Each snapshot reads the receipts of its epoch.
    func obstacle(toSnapshots count: Int) -> String? {
        let rowCount = system.receiptCount
        return count * rowCount <= GatewayScript.snapshotRowCountMax
            ? nil
            : "\(count) snapshots of \(rowCount) receipts, at most "
                + "\(GatewayScript.snapshotRowCountMax) receipts together"
    }

    func obstacle(toEdits edits: PerProfile<FieldEdits>) -> String? {
        let own = edits[profile]
        let count = own.set.count + own.add.count + own.remove.count + own.rename.count
        return count <= GatewayScript.editCountMax
            ? nil : "\(count) edits, at most \(GatewayScript.editCountMax)"
    }

    /// **Throws:** ``StepFault`` for artefacts that are none, or too many.
    func obstacle(toBulk names: [String]) throws -> String? {
        try workshop.bounds.expect(partCount: names.count)
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

    func obstacle(toBytes step: BytesStep) throws -> String? {
        let splices = step.splices[profile]
        guard splices.count <= GatewayScript.spliceCountMax else {
            return "\(splices.count) splices, at most \(GatewayScript.spliceCountMax)"
        }
        let (made, isTooLarge) = step.content.count.multipliedReportingOverflow(by: step.times)
        guard !isTooLarge else { return "more bytes than can be counted" }
        var byteCount = try step.of.map(workshop.artefacts.oneByteString)?.count ?? 0
        try workshop.bounds.expect(byteCount: made)
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

    func obstacle(toSplice splice: Splice, ofByteCount byteCount: Int) -> String? {
        guard case .replace(let text, _) = splice else { return nil }
        let (comparisons, isTooLarge) = byteCount.multipliedReportingOverflow(by: text.utf8.count)
        return !isTooLarge && comparisons <= GatewayScript.searchMax
            ? nil : "a search for \(text.utf8.count) bytes in \(byteCount)"
    }

    // MARK: Counters

    /// Counters of a script's budget; nil for others. Each has a bound in the hardened rules, which
    /// no message and no number of messages can pass.
    func countOfScript(_ counter: String) -> Int? {
        switch counter {
        case "receipt_bytes":
            largestRead(at: [GatewaySurfaces.receipt, GatewaySurfaces.vote])
        case "message_bytes":
            largestRead(at: [GatewaySurfaces.gossip, GatewaySurfaces.settlement])
        case "wasted_checks": script?.waste.highest
        case "foreign_snapshots": nodes.probes.map { foreignSnapshotCount($0.system) }.max()
        default: nil
        }
    }

    /// Bytes of the longest message of the attacker's that was not refused by its size.
    private func largestRead(at surfaces: [Surface]) -> Int {
        nodes.probes.reduce(0) { largest, probe in
            probe.submissions.reduce(largest) { largest, message in
                let isRead =
                    message.isAttack && surfaces.contains(message.surface)
                    && !message.refusals.contains(GatewayGuards.size)
                return isRead ? max(largest, message.bytes.count) : largest
            }
        }
    }

    /// Snapshots that are kept and that no honest validator signed: in `hardened` those of one
    /// epoch, in the epoch that has most of them; in `published` those of all windows.
    private func foreignSnapshotCount(_ system: GatewayUnderTest) -> Int {
        func isForeign(_ root: String) -> Bool {
            !honestValidators.contains { books.hasSigned($0, root, epoch: nil) }
        }
        guard profile == .hardened else {
            return system.epochs.count { isForeign($0.root) }
        }
        var counts: [String: Int] = [:]  // looked up, never iterated
        var most = 0
        for tally in system.tallies where isForeign(tally.root) {
            let count = (counts[tally.epoch] ?? 0) + 1
            counts[tally.epoch] = count
            most = max(most, count)
        }
        return most
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
