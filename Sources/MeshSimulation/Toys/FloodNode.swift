/// The simplest node that keeps a network busy, to try the engine with: it passes what it hears on
/// to some nodes until it has gone so many hops, and answers each message with its echo.
package struct FloodNode: SimulatedNode {
    package let number: Int
    private let nodeCount: Int
    private let fanOut: Int
    /// Gives a word that goes into each message; a true node's is always the same.
    private let word: @Sendable () -> UInt64
    /// Mixed from all that was heard, in its order.
    package private(set) var state: UInt64
    package private(set) var wakeMilliseconds: Int?
    private var taskNumber: Int?
    private var echoCount = 0

    package static let hopCount: UInt8 = 4

    /// - Parameter word: a word for each message: a constant, or else something that makes the node
    ///   depend on what it must not depend on.
    package init(
        number: Int, nodeCount: Int, fanOut: Int,
        word: @escaping @Sendable () -> UInt64 = { 0 }
    ) {
        self.number = number
        self.nodeCount = nodeCount
        self.fanOut = fanOut
        self.word = word
        state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    }

    package mutating func begin(
        _ task: SimulatedTask, atMilliseconds milliseconds: Int, _ effects: inout NodeEffects
    ) {
        mix(UInt64(task.number))
        taskNumber = task.number
        wakeMilliseconds = milliseconds + 1_000
        flood(hopsLeft: Self.hopCount, &effects)
    }

    package mutating func receive(
        _ bytes: [UInt8], from source: Int, atMilliseconds milliseconds: Int,
        _ effects: inout NodeEffects
    ) {
        guard bytes.count == 9 else { return }
        mix(bytes.dropFirst().reduce(UInt64(source)) { $0 << 8 ^ UInt64($1) })
        switch bytes[0] {
        case 0xFF: echoCount += 1
        case 0: break
        default:
            effects.send([0xFF] + bytes.dropFirst(), to: source)
            flood(hopsLeft: bytes[0] - 1, &effects)
        }
    }

    package mutating func wake(atMilliseconds milliseconds: Int, _ effects: inout NodeEffects) {
        wakeMilliseconds = nil
        guard let taskNumber else { return }
        effects.finish(
            TaskOutcome(
                taskNumber: taskNumber, isDone: echoCount > 0,
                value: (0..<8).map { UInt8(truncatingIfNeeded: state >> (56 - 8 * $0)) },
                messageCount: echoCount))
        self.taskNumber = nil
    }

    private mutating func flood(hopsLeft: UInt8, _ effects: inout NodeEffects) {
        for _ in 0..<fanOut {
            mix(word())
            let target = Int(truncatingIfNeeded: state >> 33) % nodeCount
            effects.send(
                [hopsLeft] + (0..<8).map { UInt8(truncatingIfNeeded: state >> (56 - 8 * $0)) },
                to: target)
        }
    }

    private mutating func mix(_ value: UInt64) {
        state = (state ^ value) &* 0xBF58_476D_1CE4_E5B9
        state ^= state >> 31
    }
}
