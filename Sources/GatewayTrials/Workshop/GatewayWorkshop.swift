internal import Encodings
internal import GatewayNetwork
package import Scenarios
package import Trials

/// A workshop of honest parties and of attackers: bytes from a plan, keys, and the snapshots and
/// bytes that it is given. It holds no system and sends nothing.
package struct GatewayWorkshop {
    let profile: Profile
    let keyring: GatewayKeyring
    /// Makes hardened messages.
    let builder: ReceiptBuilder
    let bounds: GatewayWorkBounds
    /// They have no place of their own.
    package var artefacts = Artefacts<Never>()
    /// Settled epochs of the gateway that steps are at, for words.
    var epochs: [(id: String, root: String)] = []

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
        builder = ReceiptBuilder(parameters: try keyring.parameters(network: network))
    }

    // MARK: Receipts

    private func unsigned(
        _ plan: ReceiptPlan, _ builder: ReceiptBuilder, _ clock: LogicalClock, suffix: String = ""
    ) -> RawObject {
        let (gateway, node) = (keyring.key(plan.gateway), keyring.key(plan.node))
        let milliseconds = clock.milliseconds + 1_000 * plan.seconds
        return switch profile {
        case .published:
            PublishedForms.receipt(
                gateway: gateway, node: node, session: plan.session + suffix, plan: plan,
                createdMilliseconds: milliseconds)
        case .hardened:
            builder.receipt(
                gateway: gateway, node: node, session: plan.session + suffix,
                inputTokens: plan.inputTokens, outputTokens: plan.outputTokens,
                createdMilliseconds: milliseconds)
        }
    }

    private func signed(
        _ receipt: RawObject, _ builder: ReceiptBuilder, gateway: ReceiptIdentity,
        node: ReceiptIdentity
    ) throws -> RawObject {
        switch profile {
        case .published: try PublishedForms.signed(receipt, gateway: gateway, node: node)
        case .hardened: try builder.signed(receipt, gateway: gateway, node: node)
        }
    }

    /// The name that others have for a receipt.
    ///
    /// **Throws:** an error where the object is no JSON.
    func id(_ receipt: RawObject) throws -> String {
        switch profile {
        case .published: try PublishedForms.id(receipt)
        case .hardened: try builder.id(receipt)
        }
    }

    /// An honest receipt, signed by both.
    package func receipt(_ plan: ReceiptPlan, _ clock: LogicalClock) throws -> [UInt8] {
        try signed(
            unsigned(plan, builder, clock), builder, gateway: keyring.identity(plan.gateway),
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
                parameters: try keyring.parameters(network: "another network"))
            return try signed(unsigned(plan, other, clock), other, gateway: gateway, node: node)
                .bytes
        case .login:
            let receipt = unsigned(plan, builder, clock)
            var signed = try signed(receipt, builder, gateway: gateway, node: node)
            guard profile == .hardened else { return signed.bytes }
            let payload = try builder.payload(receipt)
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
            let signed = try self.signed(raw.object, builder, gateway: gateway, node: node)
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
        let document = try RawDocument(message)
        let list = profile == .published ? document : document.value(at: "receipts")
        guard case .array(let receipts)? = list else {
            throw StepFault("a message that is no batch")
        }
        return receipts.map(\.bytes)
    }

    package func batch(_ names: [String]) throws -> [UInt8] {
        let receipts = try names.flatMap { try artefacts.named($0).parts }
        return batch(of: receipts)
    }

    func batch(of receipts: [[UInt8]]) -> [UInt8] {
        profile == .published
            ? PublishedForms.batch(receipts) : ReceiptBuilder.batch(receipts)
    }

    /// With its members in the order of their keys, as all that is sent has them.
    func edited(_ bytes: [UInt8], _ edits: FieldEdits) throws -> [UInt8] {
        var document = try RawDocument(bytes)
        for (path, value) in edits.set { try document.set(path, value) }
        for (path, value) in edits.add { try document.add(path, value) }
        for path in edits.remove { try document.remove(path) }
        for (path, value) in edits.rename { try document.rename(path, value) }
        return document.sortedByKey.bytes
    }
}
