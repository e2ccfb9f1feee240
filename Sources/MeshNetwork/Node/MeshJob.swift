/// A task under way.
struct MeshJob: Sendable {
    let task: MeshTask
    var lookUp: MeshLookUp
    /// Valid records with the places of those who served them.
    var served: [(record: MeshRecord, by: MeshIdentifier)] = []
    /// Signed records that have expired: proofs against their owners, and nothing else.
    var expired: [MeshRecord] = []
    /// Answers on the way to the first valid record.
    var hopCount: Int?
    /// Nodes that the record is still to be offered to, the nearest first.
    var waiting: [(id: MeshIdentifier, contact: MeshContact)] = []
    var holders: [MeshIdentifier] = []
    var offersUnderWay = 0
    var offerCount = 0
    var isStoring = false
}
