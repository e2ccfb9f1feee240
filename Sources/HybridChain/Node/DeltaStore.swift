/// The deltas that a node has, by their ids: content under another's id cannot be stored.
struct DeltaStore {
    private var contents: [[UInt8]: [UInt8]] = [:]  // looked up, never iterated
    private var order: [[UInt8]] = []

    func content(_ id: [UInt8]) -> [UInt8]? { contents[id] }

    mutating func take(_ content: [UInt8]) {
        let id = HybridDelta.id(of: content)
        guard contents[id] == nil else { return }
        if order.count >= HybridNodeLimits.deltaCountMax {
            let half = order.count / 2
            for old in order.prefix(half) { contents[old] = nil }
            order.removeFirst(half)
        }
        contents[id] = content
        order.append(id)
    }
}
