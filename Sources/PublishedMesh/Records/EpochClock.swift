internal import BigInt
package import PythonValues

/// The time of an epoch at a block: epochs of a length begin at a slot.
package struct EpochClock: Sendable {
    /// Seconds that a block takes.
    package static let blockSeconds = 6

    package let block: Int
    package let length: Int
    package let epoch: Int
    /// Blocks of the epoch that have passed.
    package let elapsed: Int
    /// The part of the epoch that has passed, a float.
    package let progress: PythonNumber

    /// - Parameter slot: the block at which epoch 0 begins; before it all is zero.
    ///
    /// **Throws:** ``PythonError``: `ZeroDivisionError` for a length of 0.
    package init(block: UInt32, slot: UInt32, length: UInt32) throws(PythonError) {
        self.block = Int(block)
        self.length = Int(length)
        guard block >= slot else {
            epoch = 0
            elapsed = 0
            progress = .float(PythonTimes.start)
            return
        }
        guard length > 0 else {
            throw .other(name: "ZeroDivisionError", "integer division or modulo by zero")
        }
        let passed = Int(block - slot)
        epoch = passed / Int(length)
        elapsed = passed % Int(length)
        progress = try .integer(BigInt(elapsed)) / .integer(BigInt(length))
    }

    package var remaining: Int { length - elapsed }
    package var secondsPerEpoch: Int { length * Self.blockSeconds }
    package var secondsElapsed: Int { elapsed * Self.blockSeconds }
    package var secondsRemaining: Int { remaining * Self.blockSeconds }
}
