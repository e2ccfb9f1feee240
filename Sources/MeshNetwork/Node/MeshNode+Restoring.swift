/// Records that outlived the node that held them.
extension MeshNode {
    /// Starts again with the records of a store: tasks and calls under way are gone; contacts stay.
    ///
    /// **Result:** how many records are held now.
    package mutating func restart(with records: [MeshRecord]) -> Int {
        storage = MeshStorage(rules)
        calls = MeshCalls()
        jobs = [:]
        return restore(records)
    }

    /// Takes records that the node held before it ended. Those that nobody believes any more, and
    /// those of owners without a stake, fall away, as ``MeshStorage/prune(at:_:)`` has it; that a
    /// record of a window is not fresh is no matter, since it was when it was taken.
    ///
    /// **Result:** how many records are held now.
    package mutating func restore(_ records: [MeshRecord]) -> Int {
        for record in records where (try? rules.judge(record, at: slot, registry)) != nil {
            // The second record of an equivocation is refused, and held beside the first.
            _ = try? storage.take(record, at: slot)
        }
        return storage.records.count
    }
}
