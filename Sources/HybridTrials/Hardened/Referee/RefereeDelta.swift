internal import HybridChain

/// A delta as the referee reads it.
struct RefereeDelta {
    let id: [UInt8]
    let network: [UInt8]
    let slot: UInt64
    let base: [UInt8]
    let index: UInt16
    let factors: [Int64]
    let message: [UInt8]
    let signature: [UInt8]
    let isExact: Bool

    init(_ bytes: [UInt8], _ shape: HybridShape) {
        var reader = RefereeBytes(bytes)
        id = RefereeBytes.hash("delta", bytes)
        network = reader.take(32)
        slot = reader.integer(8)
        base = reader.take(32)
        index = reader.index()
        let count = shape.rank * (shape.inputCount + 2 * shape.hiddenCount + shape.classCount)
        factors = (0..<count).map { _ in
            Int64(Int32(truncatingIfNeeded: Int64(reader.integer(4))))
        }
        message = Array(bytes.prefix(74 + 4 * count))
        signature = reader.take(64)
        isExact = reader.isAtEnd
    }
}

/// The body of an update as the referee reads it.
struct RefereeUpdate {
    let id: [UInt8]
    let network: [UInt8]
    let slot: UInt64
    let parent: [UInt8]
    let base: [UInt8]
    let deltaIDs: [[UInt8]]
    let weightsHash: [UInt8]
    let isExact: Bool

    init(_ bytes: [UInt8]) {
        var reader = RefereeBytes(bytes)
        id = RefereeBytes.hash("update", bytes)
        network = reader.take(32)
        slot = reader.integer(8)
        parent = reader.take(32)
        base = reader.take(32)
        let count = Int(reader.index())
        deltaIDs = (0..<min(count, reader.leftCount / 32)).map { _ in reader.take(32) }
        weightsHash = reader.take(32)
        isExact = reader.isAtEnd && count == deltaIDs.count && count <= 64
    }
}
