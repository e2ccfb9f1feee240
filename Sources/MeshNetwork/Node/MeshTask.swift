/// A task of a node, as its operator gives it.
package enum MeshTask: Sendable {
    /// Gets to know the mesh through nodes of it.
    case join([MeshContact])
    /// Gets to know nodes near a place.
    case refresh(MeshIdentifier)
    /// Finds a record of one owner, or those of all owners, under a key. `isLatest` asks all
    /// holders for the latest; else the first valid record of the one owner ends the search.
    case find(MeshKeyName, owner: MeshKey?, isLatest: Bool)
    /// Stores a record at its holders.
    case store(MeshRecord)
}

/// A key of records.
package struct MeshKeyName: Sendable, Equatable {
    package let kind: MeshRecord.Kind
    /// 0 of a value.
    package let epoch: UInt64
    /// 1 to 64 bytes of a value; else none.
    package let name: [UInt8]

    package init(_ kind: MeshRecord.Kind, epoch: UInt64 = 0, name: [UInt8] = []) {
        self.kind = kind
        self.epoch = epoch
        self.name = name
    }

    package init(_ record: MeshRecord) {
        self.init(record.kind, epoch: record.epoch, name: record.name)
    }

    package func place(_ parameters: MeshParameters) -> MeshIdentifier {
        MeshRecord.place(parameters, kind, epoch: epoch, name: name)
    }
}

/// The end of a task.
package struct MeshOutcome: Sendable {
    /// The number that ``MeshNode/begin(_:atMilliseconds:)`` gave it.
    package let task: UInt64
    /// Whether a node answered, a record was found, or a quorum of holders took it.
    package let isDone: Bool
    /// Valid records, by rising owner, of each owner the latest.
    package let records: [MeshRecord]
    /// Two records of one owner and one sequence, both signed.
    package let equivocations: [(MeshRecord, MeshRecord)]
    /// Nodes that took the record, by rising distance, the node itself among them.
    package let holders: [MeshIdentifier]
    /// Answers on the way to the first valid record, or to the nearest node; 0 if the node itself
    /// held it.
    package let hopCount: Int
    /// Calls that the task made.
    package let callCount: Int
    package let lookUp: MeshLookUp
}

/// Bytes for an address.
package struct MeshSend: Sendable, Equatable {
    package let address: [UInt8]
    package let bytes: [UInt8]
}
