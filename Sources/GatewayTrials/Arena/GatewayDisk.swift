internal import Scenarios
internal import Trials

/// The gateway's stored bytes in the hands of somebody else.
struct GatewayDisk {
    /// The next restart begins from these; nil for the bytes that the gateway holds.
    private(set) var changed: [UInt8]?
    private var snapshot: [UInt8]?

    /// - Parameter held: stored by the gateway now.
    /// **Throws:** ``StepFault`` where nothing is changed.
    mutating func change(
        _ damage: GatewayDamage, held: [UInt8], _ profile: Profile
    ) throws {
        let before = changed ?? held
        let after: [UInt8]
        switch damage {
        case .snapshot:
            snapshot = before
            return
        case .restore:
            guard let snapshot else { throw StepFault("no snapshot was taken") }
            after = snapshot
        default: after = try damage.applied(to: before, profile)
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
