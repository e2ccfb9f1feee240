/// A block as the referee reads it.
struct RefereeBlock {
    static let headerByteCount = 314

    let bytes: [UInt8]
    let network: [UInt8]
    let number: UInt64
    let slot: UInt64
    let parent: [UInt8]
    let proposer: UInt16
    let updateID: [UInt8]
    /// Hashes of the certificate, the evidence and the votes.
    let roots: [[UInt8]]
    let stateRoot: [UInt8]
    let signature: [UInt8]
    let hash: [UInt8]
    let update: [UInt8]
    let certificate: [UInt8]
    let evidence: [UInt8]
    let votes: [UInt8]
    let isExact: Bool

    init(_ bytes: [UInt8]) {
        var reader = RefereeBytes(bytes)
        self.bytes = bytes
        network = reader.take(32)
        number = reader.integer(8)
        slot = reader.integer(8)
        parent = reader.take(32)
        proposer = reader.index()
        updateID = reader.take(32)
        roots = [reader.take(32), reader.take(32), reader.take(32)]
        stateRoot = reader.take(32)
        _ = reader.integer(8)
        signature = reader.take(64)
        hash = RefereeBytes.hash("block", Array(bytes.prefix(250)))
        update = reader.part()
        certificate = reader.part()
        evidence = reader.part()
        votes = reader.part()
        isExact = reader.isAtEnd
    }

    var hasNoUpdate: Bool { updateID.allSatisfy { $0 == 0 } }

    /// Entries of the certificate.
    var acknowledgements: [(index: UInt16, signature: [UInt8])] {
        var reader = RefereeBytes(certificate)
        let count = min(Int(reader.index()), reader.leftCount / 66)
        return (0..<count).map { _ in (reader.index(), reader.take(64)) }
    }

    var voteList: [RefereeVote] {
        var reader = RefereeBytes(votes)
        let count = min(Int(reader.index()), reader.leftCount / RefereeVote.byteCount)
        return (0..<count).map { _ in RefereeVote(reader.take(RefereeVote.byteCount)) }
    }

    var evidenceList: [RefereeEvidence] {
        var reader = RefereeBytes(evidence)
        let count = Int(reader.index())
        var list: [RefereeEvidence] = []
        while list.count < count, reader.leftCount > 0 { list.append(RefereeEvidence(&reader)) }
        return list
    }
}

/// A vote as the referee reads it.
struct RefereeVote {
    static let byteCount = 178

    let bytes: [UInt8]
    let network: [UInt8]
    let source: RefereeCheckpoint
    let target: RefereeCheckpoint
    let index: UInt16
    let signature: [UInt8]
    var message: [UInt8] { Array(bytes.prefix(Self.byteCount - 64)) }

    init(_ bytes: [UInt8]) {
        var reader = RefereeBytes(bytes)
        self.bytes = bytes
        network = reader.take(32)
        source = RefereeCheckpoint(epoch: reader.integer(8), root: reader.take(32))
        target = RefereeCheckpoint(epoch: reader.integer(8), root: reader.take(32))
        index = reader.index()
        signature = reader.take(64)
    }

    /// Whether nobody may make both.
    func conflicts(with other: RefereeVote) -> Bool {
        message != other.message
            && (target.epoch == other.target.epoch
                || (source.epoch < other.source.epoch && other.target.epoch < target.epoch)
                || (other.source.epoch < source.epoch && target.epoch < other.target.epoch))
    }
}

struct RefereeCheckpoint: Equatable {
    let epoch: UInt64
    let root: [UInt8]

    var bytes: [UInt8] { RefereeBytes.of(epoch, 8) + root }
}

/// An acknowledgement as the referee reads it.
struct RefereeAcknowledgement {
    static let byteCount = 138

    let bytes: [UInt8]
    let network: [UInt8]
    let slot: UInt64
    let updateID: [UInt8]
    let index: UInt16
    let signature: [UInt8]
    var message: [UInt8] { Array(bytes.prefix(Self.byteCount - 64)) }

    init(_ bytes: [UInt8]) {
        var reader = RefereeBytes(bytes)
        self.bytes = bytes
        network = reader.take(32)
        slot = reader.integer(8)
        updateID = reader.take(32)
        index = reader.index()
        signature = reader.take(64)
    }
}

/// A piece of evidence as the referee reads it.
struct RefereeEvidence {
    let kind: UInt8
    let first: [UInt8]
    let second: [UInt8]
    let deltas: [[UInt8]]

    init(_ reader: inout RefereeBytes) {
        kind = UInt8(truncatingIfNeeded: reader.integer(1))
        first = reader.part()
        second = reader.part()
        let count = min(Int(reader.index()), reader.leftCount / 4)
        deltas = (0..<count).map { _ in reader.part() }
    }

    init(_ bytes: [UInt8]) {
        var reader = RefereeBytes(bytes)
        self.init(&reader)
    }

    /// The signer of the first object.
    var accused: UInt16 {
        switch kind {
        case 1: RefereeBlock(first).proposer
        case 3: RefereeVote(first).index
        default:
            first.count == RefereeBlock.headerByteCount
                ? RefereeBlock(first).proposer : RefereeAcknowledgement(first).index
        }
    }
}
