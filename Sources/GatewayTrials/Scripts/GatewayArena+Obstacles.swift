internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// Steps that no script may ask for: such as honest parties would not do, such as reach out of the
/// trial, and such as would take the laboratory minutes.
extension GatewayArena {
    func obstacle(to operation: GatewayOperation, at node: Int) throws -> String? {
        guard nodes.probes.indices.contains(node) else {
            return "no gateway \(node) of \(nodes.probes.count)"
        }
        nodes.here = node
        defer { nodes.here = 0 }
        if let obstacle = obstacleWhileDown(operation) { return obstacle }
        switch operation {
        case .receipt(let plan, _): return obstacle(toSigning: plan) ?? obstacleToRows
        case .withhold(let plan, _), .elsewhere(let plan, _, _): return obstacle(toSigning: plan)
        case .vote(let names, let epoch, let total): return obstacle(toVoting: names, epoch, total)
        case .settle(let epoch, let total): return obstacle(toSettling: epoch, total)
        case .make(let step):
            let plan = step.signed.plan
            return obstacle(toNames: [plan.gateway, plan.node])
                ?? obstacle(toNames: [step.signed.gatewaySigner, step.signed.nodeSigner])
                ?? obstacle(toMaking: step.count) ?? obstacle(toEdits: step.edits)
        case .ballot(let step):
            return obstacle(toNames: [step.voter.name, step.voter.signer])
                ?? obstacle(toMaking: step.count) ?? obstacle(toSnapshots: step.count)
                ?? obstacle(toEdits: step.edits)
        case .request(let step): return obstacle(toEdits: step.edits)
        case .mint(let step): return obstacle(toEdits: step.edits)
        case .http(let step): return obstacle(toMaking: step.count)
        case .alter(let step):
            let byteCount = try workshop.artefacts.oneByteString(step.of).count
            guard byteCount <= GatewayScript.alteredByteCountMax else {
                return "\(byteCount) bytes to alter, at most \(GatewayScript.alteredByteCountMax)"
            }
            return obstacle(toEdits: step.edits)
        case .bytes(let step): return try obstacle(toBytes: step)
        case .batch(_, let what): return try obstacle(toBulk: what)
        case .network(.divide(let sides)):
            return sides.count == nodes.probes.count
                ? nil : "\(sides.count) sides for \(nodes.probes.count) gateways"
        case .advance(let seconds): return obstacle(toTime: seconds)
        case .damage(let damage): return obstacle(toDamage: damage)
        case .restart: return nodes.here == 0 ? nil : "only gateway 0 has a store"
        case .take, .hear, .answer, .network: return nil
        case .submit, .remember, .infer, .credit, .ask, .token, .serve, .pull, .message, .say,
            .abandon:
            return "a step of scenarios, not of scripts"
        }
    }

    // MARK: Honest parties

    private func obstacle(toParty name: String, _ all: [String]) -> String? {
        let honest = all.filter { script?.isHonest($0) ?? false }
        return honest.contains { $0.utf8.elementsEqual(name.utf8) }
            ? nil : "honest parties here are \(honest.joined(separator: ", ")), no others"
    }

    /// An honest gateway and an honest node sign a session once, in a form that both sets of rules
    /// take, and at a time that a clock which is wrong by ten minutes may show.
    private func obstacle(toSigning plan: ReceiptPlan) -> String? {
        if let obstacle = obstacle(toParty: plan.gateway, GatewayParties.gateways)
            ?? obstacle(toParty: plan.node, GatewayParties.nodes.map(\.0))
        {
            return obstacle
        }
        guard PlainName.isName(plan.session) else {
            return "a session has 1 to 64 letters and digits of ASCII, '.', '_' and '-'"
        }
        guard !plan.session.hasPrefix(GatewayScript.pollPrefix) else {
            return "sessions that begin with \(GatewayScript.pollPrefix) are others'"
        }
        guard script?.hasSigned(session: plan.session) != true else {
            return "the session \(plan.session) was signed before"
        }
        let seconds = GatewayLimits.futureMillisecondsMax / 1_000
        return plan.seconds <= seconds
            ? nil : "nobody's clock is \(plan.seconds) s ahead, at most \(seconds)"
    }

    /// Validators sign the first gateway's ledger, and the next epoch alone.
    private func obstacle(toEpoch epoch: Int, _ total: Int) -> String? {
        guard nodes.here == 0 else { return "validators sign the ledger of gateway 0" }
        let next = nextEpoch
        guard epoch == next else { return "the next epoch is \(next), not \(epoch)" }
        guard (1...GatewayLimits.epochTotalMax).contains(total) else {
            return "an epoch pays 1 to \(GatewayLimits.epochTotalMax) units, not \(total)"
        }
        return obstacleToRows
    }

    private func obstacle(toSettling epoch: Int, _ total: Int) -> String? {
        if let obstacle = obstacle(toEpoch: epoch, total) { return obstacle }
        return obstacleToPaying(epoch, total)
    }

    /// Nobody asks for an epoch that pays nobody; a published one that is open pays what it holds.
    private func obstacleToPaying(_ epoch: Int, _ total: Int) -> String? {
        let isPaid: Bool
        switch profile {
        case .hardened:
            isPaid =
                snapshot(epoch: epoch, total: total)?.payouts.contains { $0.amount > 0 } ?? false
        case .published: isPaid = openEpoch == epoch || isContributed(epoch)
        }
        return isPaid ? nil : "nobody contributed to epoch \(epoch)"
    }

    /// Whether the window of an epoch that is settled now has receipts of tokens.
    private func isContributed(_ epoch: Int) -> Bool {
        let window = window(epoch: epoch, endMilliseconds: record.clock.milliseconds + 1_000)
        return system.receipts.contains { receipt in
            guard case .success(let exact) = reading.receipt(receipt.bytes) else { return false }
            return exact.outputTokens > 0 && window.contains(exact.createdMilliseconds)
        }
    }

    private func obstacle(toVoting names: [String], _ epoch: Int, _ total: Int) -> String? {
        guard !names.isEmpty, names.count <= GatewayParties.validators.count,
            Set(names).count == names.count  // count only, never iterated
        else { return "expected validators, each once" }
        for name in names {
            if let obstacle = obstacle(toParty: name, GatewayParties.validators.map(\.0)) {
                return obstacle
            }
        }
        return obstacle(toEpoch: epoch, total) ?? obstacle(toQuorumOf: names, epoch, total)
            // A published epoch is settled before anybody votes for it.
            ?? (profile == .published ? obstacleToPaying(epoch, total) : nil)
    }

    /// Why honest validators do not sign a snapshot, where gateways are several: with a quorum of
    /// signatures that nobody asked for, and another snapshot signed later, two gateways could mint
    /// one epoch in two ways. Validators who are enough settle the epoch at once.
    private func obstacle(toQuorumOf names: [String], _ epoch: Int, _ total: Int) -> String? {
        guard setup.nodeCount > 1, let snapshot = snapshot(epoch: epoch, total: total) else {
            return nil
        }
        let weight = GatewayParties.validators.filter { name, _ in
            !honestValidators.contains(name) || names.contains(name)
                || books.hasSigned(name, snapshot.root, epoch: String(epoch))
        }.reduce(0) { $0 + $1.1 }
        return 3 * weight > 2 * GatewayParties.totalWeight
            ? "validators of a weight of \(weight) of \(GatewayParties.totalWeight) settle at once"
            : nil
    }

    /// Empty texts are nobody's name.
    private func obstacle(toNames names: [String]) -> String? {
        names.allSatisfy(PlainName.isName)
            ? nil : "a name has 1 to 64 letters and digits of ASCII, '.', '_' and '-'"
    }

    private func obstacle(toTime seconds: Int) -> String? {
        record.clock.milliseconds + 1_000 * seconds <= GatewayScript.clockMillisecondsMax
            ? nil : "time ends at \(GatewayScript.clockMillisecondsMax) ms"
    }
}
