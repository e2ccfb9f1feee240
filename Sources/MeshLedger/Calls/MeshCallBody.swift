internal import Cryptography
internal import Encodings
package import MeshNetwork

/// The matter of a call.
package enum MeshCallBody: Sendable, Equatable {
    /// Moves units of the sender's balance to another key.
    case transfer(to: MeshKey, units: Int)
    /// Stakes units for the sender's key, which becomes a peer.
    case register(units: Int)
    /// Adds to the stake of a peer.
    case addStake(units: Int)
    /// Takes units out of the stake of a peer, or all of it.
    case withdraw(units: Int)
    /// Hands in a heartbeat, the sender's own or another's.
    case heartbeat(MeshRecord)
    /// Binds the sender to scores.
    case commit(epoch: UInt64, hash: [UInt8])
    /// Shows scores: of each peer with a heartbeat, in their order.
    case reveal(epoch: UInt64, salt: [UInt8], scores: [UInt64])
    /// Gives the epoch's peers and scores as the ledger has them.
    case propose(epoch: UInt64, root: [UInt8], entries: [ScoredKey])
    /// Agrees with the epoch's proposal.
    case attest(epoch: UInt64, proposal: [UInt8])
    /// Shows two signed calls of one key that exclude each other.
    case twoCalls(first: [UInt8], second: [UInt8])
    /// Shows two signed records of one key that exclude each other.
    case twoRecords(first: MeshRecord, second: MeshRecord)
    /// Names the validators that alone elect and attest until an epoch ends.
    case emergency(lastEpoch: UInt64, members: [MeshKey])

    /// The first byte of each.
    package var kind: UInt8 {
        switch self {
        case .transfer: 0
        case .register: 1
        case .addStake: 2
        case .withdraw: 3
        case .heartbeat: 4
        case .commit: 5
        case .reveal: 6
        case .propose: 7
        case .attest: 8
        case .twoCalls: 9
        case .twoRecords: 10
        case .emergency: 11
        }
    }

    package static let kindCount: UInt8 = 12

    // MARK: Writing

    /// The kind and its members.
    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(kind)
        switch self {
        case .transfer(let key, let units):
            writer.add(raw: key.bytes)
            writer.add(UInt64(bitPattern: Int64(units)))
        case .register(let units), .addStake(let units), .withdraw(let units):
            writer.add(UInt64(bitPattern: Int64(units)))
        case .heartbeat(let record): writer.add(lengthAndBytes: record.bytes)
        case .twoCalls(let first, let second):
            writer.add(lengthAndBytes: first)
            writer.add(lengthAndBytes: second)
        case .twoRecords(let first, let second):
            writer.add(lengthAndBytes: first.bytes)
            writer.add(lengthAndBytes: second.bytes)
        default: addEpochMembers(&writer)
        }
        return writer.bytes
    }

    private func addEpochMembers(_ writer: inout CanonicalWriter) {
        switch self {
        case .commit(let epoch, let hash), .attest(let epoch, let hash):
            writer.add(epoch)
            writer.add(raw: hash)
        case .reveal(let epoch, let salt, let scores):
            writer.add(epoch)
            writer.add(raw: salt)
            writer.add(UInt32(scores.count))
            for score in scores { writer.add(score) }
        case .propose(let epoch, let root, let entries):
            writer.add(epoch)
            writer.add(raw: root)
            writer.add(UInt32(entries.count))
            for entry in entries {
                writer.add(raw: entry.key.bytes)
                writer.add(entry.score)
            }
        case .emergency(let lastEpoch, let members):
            writer.add(lastEpoch)
            writer.add(UInt32(members.count))
            for member in members { writer.add(raw: member.bytes) }
        default: break
        }
    }

    // MARK: Reading

    /// Nil where the bytes do not go on as a body. No list is longer than its bytes.
    init?(_ reader: inout CanonicalReader) {
        guard let kind = reader.uint8() else { return nil }
        let read: Self?
        switch kind {
        case 0...3: read = Self.money(kind, &reader)
        case 4: read = Self.record(&reader).map { .heartbeat($0) }
        case 9:
            guard let first = reader.lengthAndBytes(), let second = reader.lengthAndBytes() else {
                return nil
            }
            read = .twoCalls(first: first, second: second)
        case 10:
            guard let first = Self.record(&reader), let second = Self.record(&reader) else {
                return nil
            }
            read = .twoRecords(first: first, second: second)
        case 11: read = Self.emergency(&reader)
        default: read = Self.epochMembers(kind, &reader)
        }
        guard let read else { return nil }
        self = read
    }

    private static func key(_ reader: inout CanonicalReader) -> MeshKey? {
        reader.raw(MeshKey.byteCount).flatMap { MeshKey($0) }
    }

    private static func record(_ reader: inout CanonicalReader) -> MeshRecord? {
        reader.lengthAndBytes().flatMap { MeshRecord(bytes: $0) }
    }

    private static func money(_ kind: UInt8, _ reader: inout CanonicalReader) -> Self? {
        if kind == 0 {
            guard let to = key(&reader), let units = reader.integer() else { return nil }
            return .transfer(to: to, units: units)
        }
        guard let units = reader.integer() else { return nil }
        return kind == 1
            ? .register(units: units)
            : kind == 2 ? .addStake(units: units) : .withdraw(units: units)
    }

    private static func emergency(_ reader: inout CanonicalReader) -> Self? {
        guard let lastEpoch = reader.uint64(), let count = reader.uint32() else { return nil }
        var members: [MeshKey] = []
        for _ in 0..<count {
            guard let member = key(&reader) else { return nil }
            members.append(member)
        }
        return .emergency(lastEpoch: lastEpoch, members: members)
    }

    private static func epochMembers(_ kind: UInt8, _ reader: inout CanonicalReader) -> Self? {
        guard let epoch = reader.uint64(), let digest = reader.raw(32) else { return nil }
        switch kind {
        case 5: return .commit(epoch: epoch, hash: digest)
        case 8: return .attest(epoch: epoch, proposal: digest)
        case 6:
            guard let count = reader.uint32() else { return nil }
            var scores: [UInt64] = []
            for _ in 0..<count {
                guard let score = reader.uint64() else { return nil }
                scores.append(score)
            }
            return .reveal(epoch: epoch, salt: digest, scores: scores)
        case 7:
            guard let count = reader.uint32() else { return nil }
            var entries: [ScoredKey] = []
            for _ in 0..<count {
                guard let key = key(&reader), let score = reader.uint64() else { return nil }
                entries.append(ScoredKey(key: key, score: score))
            }
            return .propose(epoch: epoch, root: digest, entries: entries)
        default: return nil
        }
    }
}
