internal import Cryptography
internal import Encodings

/// A request, signed by its sender for one recipient, one slot and one nonce.
package struct MeshRequest: Sendable, Equatable {
    package enum Body: Sendable, Equatable {
        case ping
        /// Asks for the contacts nearest to a place, and for records under it.
        case find(Find)
        /// Offers a record.
        case store(MeshRecord)
    }

    /// A question for contacts and records.
    package struct Find: Sendable, Equatable {
        package let place: MeshIdentifier
        /// Whether records are wanted besides contacts.
        package let wantsRecords: Bool
        /// The owner whose record is wanted; nil for all owners.
        package let owner: MeshKey?
        /// The owner after which a long list goes on; nil for its beginning.
        package let after: MeshKey?

        package init(
            place: MeshIdentifier, wantsRecords: Bool, owner: MeshKey? = nil,
            after: MeshKey? = nil
        ) {
            self.place = place
            self.wantsRecords = wantsRecords
            self.owner = owner
            self.after = after
        }
    }

    static let domain = "glyphlab mesh request 1"

    /// The sender's card.
    package let sender: MeshContact
    package let recipient: MeshKey
    package let slot: UInt64
    /// Rises with each request of the sender.
    package let nonce: UInt64
    package let body: Body
    package let signature: [UInt8]

    package init(
        _ body: Body, to recipient: MeshKey, from sender: MeshContact, slot: UInt64,
        nonce: UInt64, by signer: MeshSigner, network: [UInt8]
    ) {
        let content = Self.content(sender, recipient, slot, nonce, body)
        self.init(
            sender: sender, recipient: recipient, slot: slot, nonce: nonce, body: body,
            signature: signer.signature(Self.domain, network + content))
    }

    private init(
        sender: MeshContact, recipient: MeshKey, slot: UInt64, nonce: UInt64, body: Body,
        signature: [UInt8]
    ) {
        self.sender = sender
        self.recipient = recipient
        self.slot = slot
        self.nonce = nonce
        self.body = body
        self.signature = signature
    }

    private static func content(
        _ sender: MeshContact, _ recipient: MeshKey, _ slot: UInt64, _ nonce: UInt64, _ body: Body
    ) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: sender.bytes)
        writer.add(raw: recipient.bytes)
        writer.add(slot)
        writer.add(nonce)
        switch body {
        case .ping: writer.add(UInt8(0))
        case .find(let find):
            writer.add(UInt8(1))
            writer.add(raw: find.place.bytes)
            writer.add(UInt8(find.wantsRecords ? 1 : 0))
            writer.add(lengthAndBytes: find.owner?.bytes ?? [])
            writer.add(lengthAndBytes: find.after?.bytes ?? [])
        case .store(let record):
            writer.add(UInt8(2))
            writer.add(raw: record.bytes)
        }
        return writer.bytes
    }

    package var bytes: [UInt8] {
        [0] + Self.content(sender, recipient, slot, nonce, body) + signature
    }

    /// Whether the sender signed it. **Cost:** a verification.
    package func isSigned(_ signatures: MeshSignatures, network: [UInt8]) -> Bool {
        signatures.verifies(
            signature, Self.domain,
            network + Self.content(sender, recipient, slot, nonce, body), by: sender.key)
    }

    init?(_ reader: inout CanonicalReader) {
        guard let sender = MeshContact(&reader),
            let recipient = reader.raw(MeshKey.byteCount).flatMap({ MeshKey($0) }),
            let slot = reader.uint64(), let nonce = reader.uint64(),
            let body = Self.body(&reader),
            let signature = reader.raw(MeshSignatures.byteCount)
        else { return nil }
        self.init(
            sender: sender, recipient: recipient, slot: slot, nonce: nonce, body: body,
            signature: signature)
    }

    private static func body(_ reader: inout CanonicalReader) -> Body? {
        switch reader.uint8() {
        case 0: return .ping
        case 1:
            guard let place = reader.raw(MeshIdentifier.byteCount).flatMap({ MeshIdentifier($0) }),
                let wants = reader.uint8(), wants <= 1,
                let owner = optionalKey(&reader), let after = optionalKey(&reader)
            else { return nil }
            return .find(
                Find(place: place, wantsRecords: wants == 1, owner: owner.key, after: after.key))
        case 2: return MeshRecord(&reader).map { .store($0) }
        default: return nil
        }
    }

    /// A key or none; nil where there is something else.
    private static func optionalKey(_ reader: inout CanonicalReader) -> (key: MeshKey?, Void)? {
        guard let bytes = reader.lengthAndBytes() else { return nil }
        if bytes.isEmpty { return (nil, ()) }
        return MeshKey(bytes).map { ($0, ()) }
    }
}

/// An answer, signed for the request whose nonce it repeats.
package struct MeshAnswer: Sendable, Equatable {
    package enum Body: Sendable, Equatable {
        case alive
        /// Contacts nearest to the place, records under it, and whether more records follow.
        case found([MeshContact], [MeshRecord], isMore: Bool)
        /// Whether the record is held, and the guard that refused it otherwise.
        case stored(refusal: String?)
    }

    static let domain = "glyphlab mesh answer 1"
    static let recordCountMax = 24

    /// The card of the node that answers.
    package let sender: MeshContact
    package let recipient: MeshKey
    package let nonce: UInt64
    package let body: Body
    package let signature: [UInt8]

    package init(
        _ body: Body, to recipient: MeshKey, nonce: UInt64, from sender: MeshContact,
        by signer: MeshSigner, network: [UInt8]
    ) {
        let content = Self.content(sender, recipient, nonce, body)
        self.init(
            sender: sender, recipient: recipient, nonce: nonce, body: body,
            signature: signer.signature(Self.domain, network + content))
    }

    private init(
        sender: MeshContact, recipient: MeshKey, nonce: UInt64, body: Body, signature: [UInt8]
    ) {
        self.sender = sender
        self.recipient = recipient
        self.nonce = nonce
        self.body = body
        self.signature = signature
    }

    private static func content(
        _ sender: MeshContact, _ recipient: MeshKey, _ nonce: UInt64, _ body: Body
    ) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: sender.bytes)
        writer.add(raw: recipient.bytes)
        writer.add(nonce)
        switch body {
        case .alive: writer.add(UInt8(0))
        case .found(let contacts, let records, let isMore):
            writer.add(UInt8(1))
            writer.add(UInt8(truncatingIfNeeded: contacts.count))
            for contact in contacts { writer.add(raw: contact.bytes) }
            writer.add(UInt8(truncatingIfNeeded: records.count))
            for record in records { writer.add(raw: record.bytes) }
            writer.add(UInt8(isMore ? 1 : 0))
        case .stored(let refusal):
            writer.add(UInt8(2))
            writer.add(lengthAndBytes: Array((refusal ?? "").utf8))
        }
        return writer.bytes
    }

    package var bytes: [UInt8] {
        [1] + Self.content(sender, recipient, nonce, body) + signature
    }

    /// Whether the sender signed it. **Cost:** a verification.
    package func isSigned(_ signatures: MeshSignatures, network: [UInt8]) -> Bool {
        signatures.verifies(
            signature, Self.domain, network + Self.content(sender, recipient, nonce, body),
            by: sender.key)
    }

    init?(_ reader: inout CanonicalReader) {
        guard let sender = MeshContact(&reader),
            let recipient = reader.raw(MeshKey.byteCount).flatMap({ MeshKey($0) }),
            let nonce = reader.uint64(), let body = Self.body(&reader),
            let signature = reader.raw(MeshSignatures.byteCount)
        else { return nil }
        self.init(
            sender: sender, recipient: recipient, nonce: nonce, body: body, signature: signature)
    }

    private static func body(_ reader: inout CanonicalReader) -> Body? {
        switch reader.uint8() {
        case 0: return .alive
        case 1:
            guard let count = reader.uint8(), count <= MeshParameters.bucketSize else {
                return nil
            }
            var contacts: [MeshContact] = []
            for _ in 0..<count {
                guard let contact = MeshContact(&reader) else { return nil }
                contacts.append(contact)
            }
            guard let recordCount = reader.uint8(), recordCount <= recordCountMax else {
                return nil
            }
            var records: [MeshRecord] = []
            for _ in 0..<recordCount {
                guard let record = MeshRecord(&reader) else { return nil }
                records.append(record)
            }
            guard let isMore = reader.uint8(), isMore <= 1 else { return nil }
            return .found(contacts, records, isMore: isMore == 1)
        case 2:
            guard let code = reader.lengthAndBytes(), code.count <= 32,
                code.allSatisfy({ (97...122).contains($0) || $0 == 95 })
            else { return nil }
            return .stored(refusal: code.isEmpty ? nil : String(decoding: code, as: UTF8.self))
        default: return nil
        }
    }
}

/// A message of the mesh: one encoding for each value; decoding takes all the bytes or none.
package enum MeshMessage: Sendable, Equatable {
    case request(MeshRequest)
    case answer(MeshAnswer)

    /// Nil unless the bytes are one message and nothing else.
    package init?(bytes: [UInt8]) { self.init(bytes: bytes, allowsTail: false) }

    /// - Parameter allowsTail: whether bytes behind the message are passed over, as a node without
    ///   its guard does.
    init?(bytes: [UInt8], allowsTail: Bool) {
        guard bytes.count <= MeshParameters.messageByteCountMax else { return nil }
        var reader = CanonicalReader(bytes)
        switch reader.uint8() {
        case 0:
            guard let request = MeshRequest(&reader) else { return nil }
            self = .request(request)
        case 1:
            guard let answer = MeshAnswer(&reader) else { return nil }
            self = .answer(answer)
        default: return nil
        }
        guard reader.isAtEnd || allowsTail else { return nil }
    }

    package var bytes: [UInt8] {
        switch self {
        case .request(let request): request.bytes
        case .answer(let answer): answer.bytes
        }
    }
}
