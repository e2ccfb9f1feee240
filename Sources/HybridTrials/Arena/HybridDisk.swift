internal import Scenarios

/// Node 0's stored bytes in the hands of somebody else.
struct HybridDisk {
    /// The next restart begins from these; nil for the bytes that the node holds.
    private var changed: [UInt8]?
    var isChanged: Bool { changed != nil }
    private var snapshot: [UInt8]?

    /// **Throws:** ``StepFault`` where nothing is changed.
    mutating func change(_ damage: HybridDamage, held: [UInt8]) throws {
        let before = changed ?? held
        let after: [UInt8]
        switch damage {
        case .snapshot:
            snapshot = before
            return
        case .restore:
            guard let snapshot else { throw StepFault("no snapshot was taken") }
            after = snapshot
        case .splice(let splice): after = try splice.applied(to: before)
        }
        guard after != before else { throw StepFault("the damage changes nothing") }
        changed = after
    }

    /// Bytes that a restart begins from; afterwards nothing is changed.
    mutating func take() -> [UInt8]? {
        defer { changed = nil }
        return changed
    }
}

extension HybridDamage {
    var name: String {
        switch self {
        case .snapshot: "snapshot"
        case .restore: "an older copy"
        case .splice(let splice): "\(splice)"
        }
    }
}
