internal import Cryptography
internal import Encodings
internal import PublishedHybrid
internal import Scenarios

/// The place where bytes for the published network are made, of honest parties and of attackers.
struct PublishedHybridWorkshop {
    let system: PublishedHybridSystem
    let books: PublishedHybridBooks

    private static let slotSeconds = BeaconGenesis.secondsPerSlot

    /// Slots begin with the trial.
    static func slot(seconds: Int) -> Int {
        (seconds - HybridParties.startMilliseconds / 1_000) / slotSeconds
    }

    private var slot: Int { Self.slot(seconds: system.now) }

    // MARK: Deltas

    /// An honest trainer's delta of a round, from 1: all trainers are near each other, each with
    /// another element ahead.
    static func honestDelta(of trainer: String, round: Int) -> PublishedHybridBooks.Delta {
        let place = HybridParties.honest.firstIndex(of: trainer) ?? 0
        let elements = (0..<StatedModel.elementCount).map {
            step * round + ($0 == place ? spread : 0)
        }
        return PublishedHybridBooks.Delta(
            trainer: trainer, bytes: bytes(of: elements.map(String.init)), elements: elements)
    }

    private static let step = 256
    private static let spread = 16

    private static func bytes(of elements: [String]) -> [UInt8] {
        StatedDelta.bytes([
            (name: StatedModel.name, shape: [StatedModel.elementCount], elements: elements)
        ])
    }

    func record(of delta: [UInt8]) -> RecordMessage {
        RecordMessage(
            key: DeltaPublication.recordKey(identifier: DeltaPublication.identifier(of: delta)),
            expires: RecordStore.expiry(now: system.now), value: delta)
    }

    /// **Throws:** ``StepFault`` for a trainer without a delta.
    func deltas(_ step: PublishedOperation.MakeDelta) throws -> [[UInt8]] {
        try (0..<step.copies).map { copy in
            let value = delta(step, copy)
            var id = DeltaPublication.identifier(of: value)
            if let name = step.under {
                guard let theirs = books.deltas.last(where: { $0.trainer == name }) else {
                    throw StepFault("\(name) has published no delta")
                }
                id = DeltaPublication.identifier(of: theirs.bytes)
            }
            return RecordMessage(
                key: DeltaPublication.recordKey(identifier: id),
                expires: system.now + step.seconds, value: value
            ).bytes
        }
    }

    private func delta(_ step: PublishedOperation.MakeDelta, _ copy: Int) -> [UInt8] {
        let count = StatedModel.elementCount
        func even(_ value: Int) -> [String] {
            (0..<count).map { "\($0 == count - 1 ? value - copy : value)" }
        }
        switch step.form {
        case .even: return Self.bytes(of: even(step.value))
        case .beside: return Self.bytes(of: even(Self.step * books.roundCount + step.value))
        case .nan:
            return Self.bytes(of: (0..<count).map { $0 == 0 ? "nan" : "\(step.value - copy)" })
        case .misshaped:
            return StatedDelta.bytes([
                (name: StatedModel.name, shape: [2], elements: ["\(step.value)", "\(copy)"])
            ])
        case .empty: return StatedDelta.bytes([])
        case .foreign:
            return StatedDelta.bytes([
                (name: "v", shape: [1], elements: ["\(step.value - copy)"])
            ])
        case .list: return StatedDelta.noDictionary
        case .noise: return [0x80, 0xFF, UInt8(truncatingIfNeeded: copy)]
        }
    }

    // MARK: Acknowledgements

    func acknowledgement(
        of update: [UInt8], by member: String, value: [UInt8] = AcknowledgementKey.value,
        seconds: Int = RecordStore.lifetime
    ) -> RecordMessage {
        RecordMessage(
            key: AcknowledgementKey(updateIdentifier: update, peer: system.keys(member).peer)
                .recordKey, expires: system.now + seconds, value: value)
    }

    /// **Throws:** ``StepFault`` where nobody acknowledged anything.
    func update(_ form: PublishedOperation.UpdateForm, drawn: [UInt8]) throws -> [UInt8] {
        if form == .fresh { return drawn }
        guard let last = system.averaged.last(where: { $0.identifier != nil })?.identifier else {
            throw StepFault("no update was acknowledged")
        }
        return form == .last ? last : Array(last.prefix(16)) + drawn.prefix(16)
    }

    // MARK: Blocks

    func honestBlock(by proposer: String, update: [UInt8]) -> BlockMessage? {
        guard let index = index(of: proposer) else { return nil }
        return BlockMessage(
            slot: UInt64(slot), proposer: UInt64(index),
            extraData: system.headIdentifier + update, signer: system.keys(proposer).signing)
    }

    private func index(of name: String) -> Int? {
        system.rules.validators.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// - Parameter update: nil for zeros.
    /// **Throws:** ``StepFault`` for a proposer without an index, or a slot before the first.
    func block(
        _ step: PublishedOperation.MakeBlock, update: [UInt8]?, drawn: [UInt8]
    ) throws -> BlockMessage {
        guard let index = index(of: step.by) else {
            throw StepFault("\(step.by) is no validator")
        }
        guard let slot = UInt64(exactly: slot + step.slots) else {
            throw StepFault("slots: before the first")
        }
        var extra = step.extra.parent == .head ? system.headIdentifier : drawn
        extra += update ?? [UInt8](repeating: 0, count: 32)
        extra = Array(extra.prefix(step.extra.length))
        extra += [UInt8](repeating: 1, count: step.extra.length - extra.count)
        return BlockMessage(
            slot: slot, proposer: UInt64(index),
            extraData: step.extra.hasPayload ? extra : nil,
            signer: signingKey(step.signer))
    }

    private func signingKey(_ signer: PublishedOperation.MakeBlock.Signer) -> Ed25519PrivateKey {
        switch signer {
        case .party(let name): system.keys(name).signing
        case .shippedSeed:
            PublishedHybridKeys(genesisSeed: PublishedHybridKeys.shippedSeed).signing
        }
    }

    /// A vote under a key of its own: its parts, then the signature.
    func vote(_ step: PublishedOperation.MakeVote) -> RecordMessage {
        let parts =
            MessageReader.bytes(of: UInt64(step.source), byteCount: 8)
            + MessageReader.bytes(of: UInt64(step.target), byteCount: 8) + step.root
        let signature = system.keys(step.signer).signing.signature(of: parts)
        let key = "vote:\(step.signer):" + Digests.sha256(parts).text
        return RecordMessage(
            key: RecordKey(key), expires: RecordStore.expiry(now: system.now),
            value: signature + parts)
    }

    // MARK: The engine

    static func request(
        http: String = "POST", contentType: String = "application/json", body: String
    ) -> [UInt8] {
        Array("\(http)\nContent-Type: \(contentType)\n\n\(body)".utf8)
    }

    static func forkChoice(head: String, timestamp: String) -> String {
        call(
            "engine_forkchoiceUpdatedV1",
            "{\"forkchoiceState\":{\"headBlockHash\":\(quoted(head))},"
                + "\"payloadAttributes\":{\"timestamp\":\(quoted(timestamp))}}")
    }

    static func payload(_ id: String) -> String { call("engine_getPayloadV1", quoted(id)) }

    private static func call(_ method: String, _ parameter: String) -> String {
        "{\"id\":1,\"jsonrpc\":\"2.0\",\"method\":\"\(method)\",\"params\":[\(parameter)]}"
    }

    private static func quoted(_ text: String) -> String { JSONValue.string(text).compactText }

    /// The text of a member in the engine's last answer that has it; empty without one.
    private func last(_ member: String) -> String {
        let texts = system.turns.compactMap { turn in
            turn.answer.flatMap {
                EngineText.member(member, in: String(decoding: $0.body, as: UTF8.self))
            }
        }
        return texts.last ?? ""
    }

    func call(_ step: PublishedOperation.MakeCall) -> [UInt8] {
        let body =
            switch step.kind {
            case .forkchoice:
                Self.forkChoice(
                    head: step.head == "last" ? last("blockHash") : step.head,
                    timestamp: step.timestamp)
            case .payload: Self.payload(step.text == "last" ? last("payloadId") : step.text)
            case .unknown: Self.call("engine_exchangeCapabilities", "[]")
            case .body: step.text
            }
        return Self.request(http: step.http, contentType: step.contentType, body: body)
    }
}
