package import Scenarios

/// A change of a node's stored bytes by somebody who has its disk.
package enum StoreDamage: Sendable {
    /// Keeps the stored bytes, or puts back those that were kept.
    case snapshot, restore
    case splice(Splice)

    var name: String {
        switch self {
        case .snapshot: "snapshot"
        case .restore: "an older copy"
        case .splice(let splice): "\(splice)"
        }
    }
}

/// A network's stored bytes in the hands of somebody else.
struct StoreDisk {
    /// The next restart begins from these; nil for the bytes that the network holds.
    private var changed: [UInt8]?
    var isChanged: Bool { changed != nil }
    private var snapshot: [UInt8]?

    /// **Throws:** ``StepFault`` where nothing is changed.
    mutating func change(_ damage: StoreDamage, held: [UInt8]) throws {
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
