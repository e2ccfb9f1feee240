internal import Encodings
internal import GatewayNetwork
package import Scenarios
package import Trials

/// A workshop of honest parties and of attackers: bytes from a plan, keys, and the snapshots and
/// bytes that it is given. It holds no system and sends nothing.
package struct GatewayWorkshop {
    let profile: Profile
    let keyring: GatewayKeyring
    let builder: ReceiptBuilder
    let bounds: GatewayWorkBounds
    /// They have no place of their own.
    package var artefacts = Artefacts<Never>()

    /// **Throws:** an error of the network's parameters.
    package init(profile: Profile, keyring: GatewayKeyring, network: String) throws {
        try self.init(profile: profile, keyring: keyring, network: network, bounds: .scenario)
    }

    /// - Parameter bounds: of each step.
    init(
        profile: Profile, keyring: GatewayKeyring, network: String, bounds: GatewayWorkBounds
    ) throws {
        self.bounds = bounds
        self.profile = profile
        self.keyring = keyring
        builder = ReceiptBuilder(
            profile: profile, parameters: try keyring.parameters(network: network))
    }

    // MARK: Receipts

    private func unsigned(
        _ plan: ReceiptPlan, _ builder: ReceiptBuilder, _ clock: LogicalClock, suffix: String = ""
    ) -> RawObject {
        builder.receipt(
            gateway: keyring.key(plan.gateway), node: keyring.key(plan.node),
            session: plan.session + suffix, inputTokens: plan.inputTokens,
            outputTokens: plan.outputTokens,
            createdMilliseconds: clock.milliseconds + 1_000 * plan.seconds)
    }

    /// An honest receipt, signed by both.
    package func receipt(_ plan: ReceiptPlan, _ clock: LogicalClock) throws -> [UInt8] {
        try builder.signed(
            unsigned(plan, builder, clock), gateway: keyring.identity(plan.gateway),
            node: keyring.identity(plan.node)
        ).bytes
    }

    /// A receipt that both signed for another purpose.
    func elsewhere(
        _ plan: ReceiptPlan, _ purpose: GatewayOperation.Purpose, _ clock: LogicalClock
    ) throws -> [UInt8] {
        let (gateway, node) = (keyring.identity(plan.gateway), keyring.identity(plan.node))
        switch purpose {
        case .network:
            let other = ReceiptBuilder(
                profile: profile, parameters: try keyring.parameters(network: "another network"))
            return try other.signed(unsigned(plan, other, clock), gateway: gateway, node: node)
                .bytes
        case .login:
            let receipt = unsigned(plan, builder, clock)
            let payload = try builder.payload(receipt)
            var signed = try builder.signed(receipt, gateway: gateway, node: node)
            signed["gateway_sig"] = RawObject.text(gateway.signature(of: payload))
            signed["node_sig"] = RawObject.text(node.signature(of: payload))
            return signed.bytes
        }
    }

    /// Receipts with edits, signed after these.
    package func receipts(_ step: MakeStep, _ clock: LogicalClock) throws -> [[UInt8]] {
        let (edits, signed) = (step.edits[profile], step.signed)
        let gateway = keyring.identity(signed.gatewaySigner)
        let node = keyring.identity(signed.nodeSigner)
        var work = bounds.work
        return try (0..<step.count).map { index in
            let plain = unsigned(
                signed.plan, builder, clock, suffix: step.count == 1 ? "" : "-\(index)")
            let raw = try rawObject(edited(plain.bytes, expanded(edits, index, &work)))
            try work.expect(raw.object)
            let signed = try builder.signed(raw.object, gateway: gateway, node: node)
            var document = raw.document
            for key in signed.keys {
                guard let value = signed[key] else { continue }
                if document.value(at: key) == nil, !raw.object.keys.contains(key) {
                    try document.add(key, value)
                }
            }
            return document.sortedByKey.bytes
        }
    }

    // MARK: Votes and settlements

    /// An honest vote for a snapshot.
    func vote(_ snapshot: EpochSnapshot, by name: String, round: Int) throws -> [UInt8] {
        let validator = keyring.identity(name)
        return try builder.signed(
            vote: builder.vote(snapshot, validator: validator.key, round: round),
            validator: validator
        ).bytes
    }

    /// A vote with edits for each snapshot, signed after these.
    func ballots(_ step: BallotStep, _ snapshots: [EpochSnapshot]) throws -> [[UInt8]] {
        let edits = step.edits[profile]
        let signer = keyring.identity(step.voter.signer)
        var work = bounds.work
        return try snapshots.enumerated().map { index, snapshot in
            let plain = builder.vote(
                snapshot, validator: keyring.key(step.voter.name), round: step.round)
            let raw = try rawObject(edited(plain.bytes, expanded(edits, index, &work)))
            try work.expect(raw.object)
            let signed = try builder.signed(vote: raw.object, validator: signer)
            var document = raw.document
            try document.add("signature", signed["signature"] ?? "\"\"")
            return document.sortedByKey.bytes
        }
    }

    /// An honest request to settle an epoch; `published` asks even for one that nobody can compute.
    /// **Result:** nil where there is nothing to ask for.
    func settlement(_ snapshot: EpochSnapshot?, epoch: Int, total: Int) -> [UInt8]? {
        if let snapshot { return builder.settlement(snapshot).bytes }
        guard profile == .published else { return nil }
        return builder.settlement(epoch: String(epoch), total: total).bytes
    }

    func request(_ step: RequestStep, _ snapshot: EpochSnapshot) throws -> [UInt8] {
        var work = bounds.work
        return try edited(
            builder.settlement(snapshot).bytes, expanded(step.edits[profile], 0, &work))
    }

    // MARK: Bytes

    /// Signed bytes with edits that nobody signs.
    func altered(_ step: ReceiptAlterStep) throws -> [UInt8] {
        var work = bounds.work
        return try edited(
            artefacts.oneByteString(step.of), expanded(step.edits[profile], 0, &work))
    }

    /// The goods of a message that a gateway sent: its receipts.
    ///
    /// **Throws:** ``StepFault`` for bytes that are no batch.
    func goods(_ message: [UInt8]) throws -> [[UInt8]] {
        guard case .array(let receipts)? = try RawDocument(message).value(at: "receipts") else {
            throw StepFault("a message that is no batch")
        }
        return receipts.map(\.bytes)
    }

    package func batch(_ names: [String]) throws -> [UInt8] {
        ReceiptBuilder.batch(try names.flatMap { try artefacts.named($0).parts })
    }

    /// With its members in the order of their keys, as all that is sent has them.
    private func edited(_ bytes: [UInt8], _ edits: FieldEdits) throws -> [UInt8] {
        var document = try RawDocument(bytes)
        for (path, value) in edits.set { try document.set(path, value) }
        for (path, value) in edits.add { try document.add(path, value) }
        for path in edits.remove { try document.remove(path) }
        for (path, value) in edits.rename { try document.rename(path, value) }
        return document.sortedByKey.bytes
    }
}
