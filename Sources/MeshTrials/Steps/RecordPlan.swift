/// A record as its owner means it.
package struct RecordPlan: Sendable {
    let name: RecordName
    /// Raised from one version to the next.
    let sequence: Int
    /// Epochs after that of signing in which it is believed.
    let epochs: Int
    let value: String
}

/// A record's key and owner.
package struct RecordName: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case heartbeat, commit, reveal, value
    }

    let kind: Kind
    /// The name of a value; else nothing.
    let name: String
    let owner: String
}
