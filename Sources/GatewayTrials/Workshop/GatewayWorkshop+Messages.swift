internal import Cryptography
internal import Encodings
internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// The ledger's own part of a message.
struct MessageFacts {
    /// The first receipt.
    var receipt: (id: String, node: String)?
    /// The epoch as it was settled.
    var agreed: AgreedSnapshot?
    /// The epoch as it would be settled now.
    var snapshot: EpochSnapshot?
    /// The user's next order.
    var nonce = 0
}

/// Messages that only the hardened network has.
extension GatewayWorkshop {
    /// README of the room: what stands before a snapshot when it is hashed.
    private static let snapshotDomain = Array("glyphlab/receipts/1/snapshot".utf8) + [0]

    private var requests: RequestBuilder { RequestBuilder(parameters: builder.parameters) }
    private var tokens: TokenBuilder { TokenBuilder(parameters: builder.parameters) }

    /// Messages with edits, signed after these.
    func messages(_ step: MessageStep, _ facts: MessageFacts) throws -> [[UInt8]] {
        let signer = keyring.identity(step.party.signer)
        var work = bounds.work
        return try (0..<step.count).map { index in
            let edits = try expanded(step.edits[profile], index, &work)
            let plain = try plain(step, facts, edits)
            let raw = try rawObject(edited(plain.bytes, edits.outside("snapshot.")))
            try work.expect(raw.object)
            var document = raw.document
            if let signature = try Self.signature(of: raw.object, step.kind, by: signer) {
                try document.add("signature", signature)
            }
            let bytes = document.sortedByKey.bytes
            guard step.kind == .order else { return bytes }
            let prompt = RawObject.text(try expanded(step.prompt, index, &work))
            return Array("{\"order\":".utf8) + bytes + Array(",\"prompt\":\(prompt)}".utf8)
        }
    }

    /// A message without edits and without its signature.
    private func plain(
        _ step: MessageStep, _ facts: MessageFacts, _ edits: FieldEdits
    ) throws -> RawObject {
        let party = keyring.identity(step.party.name)
        let root = facts.agreed?.snapshot.root ?? facts.snapshot?.root ?? ""
        switch step.kind {
        case .quality:
            return requests.quality(
                receipt: facts.receipt?.id ?? "", node: facts.receipt?.node ?? "", permille: 0,
                validator: party.key)
        case .address:
            return requests.address(GatewayParties.address(ofKey: party.key), node: party.key)
        case .credit:
            return requests.credit(1_000, to: keyring.key("ada"), payment: "payment-1")
        case .order:
            return requests.order(
                step.prompt, of: keyring.key(GatewayParties.gateways[0]), user: party.key,
                nonce: facts.nonce, maxPrice: 100, maxTokens: 100)
        case .ask: return requests.ask(1, gateway: party.key)
        case .proposal:
            return tokens.proposal(
                batch: MintBatch.id(root: root, index: 0).text, epoch: String(step.epoch),
                proposer: party)
        case .partial:
            var partial = tokens.partialSignature(
                batch: MintBatch.id(root: root, index: 0).text, signer: party)
            partial["signature"] = nil
            return partial
        case .record:
            return tokens.record(kind: "receipts", body: "head", sequence: 0, gateway: party)
        case .call: return try call(step, facts, edits, minter: party)
        case .pause:
            var pause = tokens.pause(true, round: 0, minter: party)
            pause["signature"] = nil
            return pause
        case .pull:
            return RawObject([
                ("count", "64"), ("from", "0"), ("head", RawObject.text(builder.networkID)),
                ("network", RawObject.text(builder.networkID)),
            ])
        }
    }

    /// A call whose snapshot is edited before its root is taken and voted for.
    private func call(
        _ step: MessageStep, _ facts: MessageFacts, _ edits: FieldEdits, minter: ReceiptIdentity
    ) throws -> RawObject {
        guard let snapshot = facts.agreed?.snapshot ?? facts.snapshot else {
            throw StepFault("no snapshot of epoch \(step.epoch)")
        }
        let bytes = try edited(snapshot.document, edits.inside("snapshot."))
        let root = Digests.sha256(Self.snapshotDomain + bytes).text
        let document = try JSONParser.parse(bytes, byteCountMax: bytes.count)
        var votes = facts.agreed?.certificate.entries ?? []
        if !step.votes.isEmpty {
            votes = try step.votes.map { name in
                let validator = keyring.identity(name)
                var vote = builder.vote(snapshot, validator: validator.key)
                vote["root"] = RawObject.text(root)
                for key in ["epoch", "total"] { vote[key] = document.member(key)?.stringValue }
                return VoteCertificate.Entry(
                    validator: validator.key, round: 0,
                    signature: try Self.text(
                        builder.signed(vote: vote, validator: validator)["signature"]))
            }
        }
        let rows = votes.map {
            "[\(RawObject.text($0.validator)),\($0.round),\(RawObject.text($0.signature))]"
        }
        return RawObject([
            ("batch", RawObject.text(MintBatch.id(root: root, index: 0).text)),
            ("certificate", "[\(rows.joined(separator: ","))]"), ("index", "0"),
            ("minter", RawObject.text(minter.key)),
            ("network", RawObject.text(builder.networkID)),
            ("snapshot", String(decoding: bytes, as: UTF8.self)),
        ])
    }

    /// As JSON has it; nil for a message that nobody signs.
    private static func signature(
        of object: RawObject, _ kind: MessageStep.Kind, by signer: ReceiptIdentity
    ) throws -> String? {
        switch kind {
        case .quality, .address: try RequestBuilder.signed(object, .note, by: signer)["signature"]
        case .credit: try RequestBuilder.signed(object, .credit, by: signer)["signature"]
        case .order: try RequestBuilder.signed(object, .order, by: signer)["signature"]
        case .ask: try RequestBuilder.signed(object, .ask, by: signer)["signature"]
        case .proposal: TokenBuilder.signed(proposal: object, by: signer)["signature"]
        case .partial:
            RawObject.text(
                PartialSigning.signature(ofBatch: try text(object["batch"]), by: signer))
        case .record: TokenBuilder.signed(record: object, by: signer)["signature"]
        case .call: TokenBuilder.signed(mint: object, by: signer)["signature"]
        case .pause: TokenBuilder.signed(pause: object, by: signer)["signature"]
        case .pull: nil
        }
    }

    private static func text(_ raw: String?) throws -> String {
        let bytes = Array((raw ?? "").utf8)
        let value = try? JSONParser.parse(bytes, byteCountMax: bytes.count)
        guard let text = value?.stringValue else { throw StepFault("expected a text") }
        return text
    }

    /// The session of an order that was made, by the order as it is sent.
    func session(of message: [UInt8]) throws -> String {
        guard let order = try RawDocument(message).value(at: "order") else {
            throw StepFault("expected an order")
        }
        return try RequestBuilder.session(of: rawObject(order.bytes).object)
    }
}

extension FieldEdits {
    /// Edits of what lies below a path, by the rest of theirs.
    fileprivate func inside(_ path: String) -> FieldEdits {
        mapPaths { $0.hasPrefix(path) ? String($0.dropFirst(path.count)) : nil }
    }

    /// Edits of all else.
    fileprivate func outside(_ path: String) -> FieldEdits {
        mapPaths { $0.hasPrefix(path) ? nil : $0 }
    }
}
