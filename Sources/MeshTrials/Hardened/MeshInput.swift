internal import Encodings
internal import MeshNetwork

/// A task of an honest node's operator, as bytes: so that a replay does the same.
enum DeskTask {
    case store(node: Int, MeshRecord)
    case find(node: Int, MeshKeyName, owner: MeshKey?)

    var bytes: [UInt8] {
        var writer = CanonicalWriter()
        switch self {
        case .store(let node, let record):
            writer.add(raw: [0, UInt8(node)])
            writer.add(lengthAndBytes: record.bytes)
        case .find(let node, let name, let owner):
            writer.add(raw: [1, UInt8(node), name.kind.rawValue])
            writer.add(name.epoch)
            writer.add(lengthAndBytes: name.name)
            writer.add(lengthAndBytes: owner?.bytes ?? [])
        }
        return writer.bytes
    }

    init?(_ bytes: [UInt8]) {
        var reader = CanonicalReader(bytes)
        guard let form = reader.uint8(), let node = reader.uint8(),
            Int(node) < MeshParties.honest.count
        else { return nil }
        switch form {
        case 0:
            guard let record = reader.lengthAndBytes().flatMap({ MeshRecord(bytes: $0) }) else {
                return nil
            }
            self = .store(node: Int(node), record)
        case 1:
            guard let kind = reader.uint8().flatMap({ MeshRecord.Kind(rawValue: $0) }),
                let epoch = reader.uint64(), let name = reader.lengthAndBytes(),
                let owner = reader.lengthAndBytes()
            else { return nil }
            self = .find(
                node: Int(node), MeshKeyName(kind, epoch: epoch, name: name),
                owner: MeshKey(owner))
        default: return nil
        }
    }
}

/// The way in which a node of the attacker's treats others from here on.
struct AttackerPlan {
    enum Mode: UInt8, CaseIterable {
        /// Answers as an honest node would.
        case honest
        /// Answers nothing.
        case silent
        /// Names the attacker's nodes alone, and serves the given records, and no more.
        case liar
        /// The same, and says for ever that it has more.
        case endless
        /// Answers with the signature of another of the attacker's peers.
        case impostor
        /// Names honest keys at an address of its own, and keys without a stake.
        case forger
    }

    /// Among the attacker's.
    let node: Int
    let mode: Mode
    let records: [MeshRecord]

    var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: [UInt8(node), mode.rawValue])
        writer.add(UInt32(records.count))
        for record in records { writer.add(lengthAndBytes: record.bytes) }
        return writer.bytes
    }

    init(node: Int, mode: Mode, records: [MeshRecord]) {
        self.node = node
        self.mode = mode
        self.records = records
    }

    init?(_ bytes: [UInt8]) {
        var reader = CanonicalReader(bytes)
        guard let node = reader.uint8(), Int(node) < MeshParties.attackers.count,
            let mode = reader.uint8().flatMap({ Mode(rawValue: $0) }),
            let count = reader.uint32(), count <= 24
        else { return nil }
        var records: [MeshRecord] = []
        for _ in 0..<count {
            guard let record = reader.lengthAndBytes().flatMap({ MeshRecord(bytes: $0) }) else {
                return nil
            }
            records.append(record)
        }
        self.init(node: Int(node), mode: mode, records: records)
    }
}
