import Cryptography
import MeshNetwork
import TestSupport
import Testing
import Trials

@Suite("Hardened mesh: bytes")
struct MeshMessageTests {
    static let town = MeshTown(count: 6)

    /// A message of each kind.
    static var messages: [MeshMessage] {
        let (town, network) = (town, town.parameters.network)
        let (signer, card) = (town.signers[0], town.nodes[0].card)
        let other = town.signers[1].key
        let record = town.value("name", of: 2)
        let find = MeshRequest.Find(
            place: record.place(town.parameters), wantsRecords: true, owner: record.owner,
            after: other)
        let requests: [MeshRequest.Body] = [.ping, .find(find), .store(record)]
        let answers: [MeshAnswer.Body] = [
            .alive, .found(town.nodes.map(\.card), [record, record], isMore: true),
            .stored(refusal: nil), .stored(refusal: "quota"),
        ]
        return requests.map {
            .request(
                MeshRequest(
                    $0, to: other, from: card, slot: 166, nonce: 9, by: signer, network: network))
        }
            + answers.map {
                .answer(
                    MeshAnswer(
                        $0, to: other, nonce: 9, from: card, by: signer, network: network))
            }
    }

    @Test("messages read back as they were written, and no prefix or tail is one")
    func inverse() {
        for message in Self.messages {
            let bytes = message.bytes
            #expect(MeshMessage(bytes: bytes) == message)
            #expect(MeshMessage(bytes: bytes + [0]) == nil)
            for count in 0..<bytes.count {
                #expect(MeshMessage(bytes: Array(bytes.prefix(count))) == nil)
            }
        }
    }

    @Test("hostile bytes are refused or read as the one message that they spell")
    func hostile() {
        let count = Thoroughness.isThorough ? 1_000_000 : 50_000
        var random = ActorRandom(seed: "hostile", actor: "messages")
        let good = Self.messages.map(\.bytes)
        var node = Self.town.nodes[1]
        var readCount = 0
        for number in 0..<count {
            var bytes = good[random.integer(in: 0...good.count - 1)]
            for _ in 0..<random.integer(in: 1...4) where !bytes.isEmpty {
                switch random.integer(in: 0...3) {
                case 0:
                    bytes[random.integer(in: 0...bytes.count - 1)] = UInt8(
                        truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: random.integer(in: 0...bytes.count - 1))
                case 2: bytes.insert(255, at: random.integer(in: 0...bytes.count))
                default: bytes = Array(bytes.prefix(random.integer(in: 1...bytes.count)))
                }
            }
            guard let message = MeshMessage(bytes: bytes) else { continue }
            readCount += 1
            #expect(message.bytes == bytes)
            // A node judges each eighth: signatures cost more than bytes.
            if number.isMultiple(of: 8) {
                let refusals = node.receive(bytes, from: [9], atMilliseconds: 1_000_000)
                _ = node.takeOutbox()
                if case .request = message { #expect(!refusals.isEmpty) }
            }
        }
        #expect(readCount > count / 100)
    }

    @Test("cards and records of every length at their bounds")
    func bounds() {
        let (signer, network) = (Self.town.signers[0], Self.town.parameters.network)
        for count in [1, 64] {
            let card = MeshContact(
                address: [UInt8](repeating: 1, count: count), slot: 1, by: signer,
                network: network)
            #expect(MeshContact(bytes: card.bytes) == card)
        }
        for count in [0, 65] {
            let card = MeshContact(
                address: [UInt8](repeating: 1, count: count), slot: 1, by: signer,
                network: network)
            #expect(MeshContact(bytes: card.bytes) == nil)
        }
        for (nameCount, valueCount, isGood) in [
            (1, 0, true), (64, 1_024, true), (0, 1, false), (65, 1, false), (1, 1_025, false),
        ] {
            var draft = MeshRecord.Draft(
                kind: .value, epoch: 0, slot: 1, expiry: 1,
                value: [UInt8](repeating: 2, count: valueCount))
            draft.name = [UInt8](repeating: 3, count: nameCount)
            let record = MeshRecord(draft, by: signer, network: network)
            #expect((MeshRecord(bytes: record.bytes) == record) == isGood)
        }
    }
}
