internal import Encodings
internal import ReceiptNetwork
internal import Scenarios
internal import Trials

/// The attacker at work: nothing here reaches the gateway.
extension ReceiptGround {
    // MARK: Receipts

    func unsigned(
        _ plan: ReceiptPlan, _ builder: ReceiptBuilder, suffix: String = ""
    ) -> RawObject {
        builder.receipt(
            gateway: cast.key(plan.gateway), node: cast.key(plan.node),
            session: plan.session + suffix, inputTokens: plan.inputTokens,
            outputTokens: plan.outputTokens,
            createdMilliseconds: record.clock.milliseconds + 1_000 * plan.seconds)
    }

    /// That these parties signed a receipt, if it is one.
    func noteConsent(_ bytes: [UInt8], gateway: String, node: String) throws {
        guard case .success(let payload) = reading.payload(bytes) else { return }
        for name in [gateway, node] {
            books.consents.append(ReceiptBooks.Consent(payload: payload, key: cast.key(name)))
        }
    }

    func signElsewhere(
        _ plan: ReceiptPlan, _ name: String, _ purpose: ReceiptOperation.Purpose
    ) throws {
        let (gateway, node) = (cast.identity(plan.gateway), cast.identity(plan.node))
        switch purpose {
        case .network:
            let other = ReceiptBuilder(
                profile: profile, parameters: try cast.parameters(network: "another network"))
            try keep(
                name, [try other.signed(unsigned(plan, other), gateway: gateway, node: node).bytes])
        case .login:
            let receipt = unsigned(plan, builder)
            let payload = try builder.payload(receipt)
            var signed = try builder.signed(receipt, gateway: gateway, node: node)
            signed["gateway_sig"] = RawObject.text(gateway.signature(of: payload))
            signed["node_sig"] = RawObject.text(node.signature(of: payload))
            try keep(name, [signed.bytes])
        }
    }

    func make(_ step: MakeStep) throws {
        let edits = step.edits[profile]
        var parts: [[UInt8]] = []
        for index in 0..<step.count {
            let plain = unsigned(
                step.signed.plan, builder, suffix: step.count == 1 ? "" : "-\(index)")
            let raw = try rawObject(edited(plain.bytes, expanded(edits, index)))
            let signed = try builder.signed(
                raw.object, gateway: cast.identity(step.signed.gatewaySigner),
                node: cast.identity(step.signed.nodeSigner))
            var document = raw.document
            for key in signed.keys {
                guard let value = signed[key] else { continue }
                if document.value(at: key) == nil, !raw.object.keys.contains(key) {
                    try document.add(key, value)
                }
            }
            parts.append(document.sortedByKey.bytes)
            try noteConsent(
                parts[index], gateway: step.signed.gatewaySigner, node: step.signed.nodeSigner)
        }
        try keep(step.artefact, parts)
    }

    // MARK: Votes and settlements

    func makeBallots(_ step: BallotStep) throws {
        let edits = step.edits[profile]
        let signer = cast.identity(step.voter.signer)
        var parts: [[UInt8]] = []
        for index in 0..<step.count {
            let epoch = step.epoch + index
            guard let snapshot = snapshot(epoch: epoch, total: step.total) else {
                throw StepFault("no snapshot of epoch \(epoch)")
            }
            let plain = builder.vote(
                snapshot, validator: cast.key(step.voter.name), round: step.round)
            let raw = try rawObject(edited(plain.bytes, expanded(edits, index)))
            let signed = try builder.signed(vote: raw.object, validator: signer)
            var document = raw.document
            try document.add("signature", signed["signature"] ?? "\"\"")
            let bytes = document.sortedByKey.bytes
            parts.append(bytes)
            noteBallot(
                bytes, by: step.voter.signer, epoch: epoch, snapshot: snapshot, round: step.round)
        }
        try keep(step.artefact, parts)
    }

    /// What a validator signed, whether or not it is what he should have signed.
    private func noteBallot(
        _ bytes: [UInt8], by name: String, epoch: Int, snapshot: EpochSnapshot, round: Int
    ) {
        guard case .success(let value) = reading.vote(bytes), value.validator == cast.key(name)
        else { return }
        books.ballots.append(
            ReceiptBooks.Ballot(
                validator: name, epoch: String(epoch), total: Int(snapshot.total),
                receiptCount: snapshot.receiptCount, root: value.root, round: round))
    }

    func makeRequest(_ step: RequestStep) throws {
        let edits = try expanded(step.edits[profile], 0)
        let snapshot = snapshot(
            epoch: step.epoch, total: step.total, receiptCount: step.receiptCount)
        guard let snapshot else { throw StepFault("no snapshot of epoch \(step.epoch)") }
        try keep(step.artefact, [try edited(builder.settlement(snapshot).bytes, edits)])
    }

    // MARK: Bytes

    func take(_ name: String, _ kind: ReceiptOperation.Kind, _ index: Int) throws {
        let held =
            switch kind {
            case .receipt: system.receipts.map(\.bytes)
            case .vote: system.votes.map(\.bytes)
            case .settlement: system.settlements.map(\.bytes)
            }
        guard index < held.count else { throw StepFault("no \(kind.rawValue) \(index)") }
        try keep(name, [held[index]])
    }

    func makeBytes(_ step: BytesStep) throws {
        var bytes = try step.of.map(oneByteString) ?? []
        bytes += [[UInt8]](repeating: step.content, count: step.times).flatMap { $0 }
        for splice in step.splices[profile] { bytes = try splice.applied(to: bytes) }
        try keep(step.artefact, [bytes])
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

    /// As a builder signs it, whatever its keys are spelled like.
    private func rawObject(
        _ bytes: [UInt8]
    ) throws -> (object: RawObject, document: RawDocument) {
        let document = try RawDocument(bytes)
        guard case .object(let members) = document else { throw StepFault("no object to sign") }
        var object = RawObject()
        for (key, value) in members {
            let name = try JSONParser.parse(Array(key.utf8), byteCountMax: 1 << 16).stringValue
            object.append(name ?? key, value.text)
        }
        return (object, document)
    }

    // MARK: Words that stand for something

    func expanded(_ edits: FieldEdits, _ index: Int) throws -> FieldEdits {
        try edits.mapValues { try Placeholders.expanded($0) { try meaning($0, index) } }
    }

    /// `key NAME`, `respelled NAME` (its key in another spelling), `network`, `number`,
    /// `of ARTEFACT PATH` (as it is spelled), `id ARTEFACT`, `repeat COUNT TEXT`.
    private func meaning(_ words: [String], _ index: Int) throws -> String? {
        switch (words.first, words.count) {
        case ("key", 2): return cast.key(words[1])
        case ("respelled", 2): return Base64Reading.respelled(cast.key(words[1]))
        case ("network", 1): return builder.networkID
        case ("number", 1): return String(index)
        case ("of", 3): return try RawDocument(oneByteString(words[1])).value(at: words[2])?.text
        case ("id", 2):
            let payload = try reading.payload(oneByteString(words[1])).get()
            return reading.id(payload: payload)
        case ("respelled_of", 3):
            let text = try RawDocument(oneByteString(words[1])).value(at: words[2])?.text
            return text.map { Base64Reading.respelled($0.filter { $0 != "\"" }) }
        case ("repeat", 3):
            return Int(words[1]).flatMap { count in
                (1...4_000_000).contains(count) ? String(repeating: words[2], count: count) : nil
            }
        default: return nil
        }
    }
}

extension RawDocument {
    /// The same with an object's members in the order of their keys, of equal ones as they came.
    var sortedByKey: RawDocument {
        guard case .object(let members) = self else { return self }
        let order = members.indices.sorted {
            let (first, second) = (members[$0].key, members[$1].key)
            return first == second ? $0 < $1 : first.utf8.lexicographicallyPrecedes(second.utf8)
        }
        return .object(order.map { members[$0] })
    }
}
