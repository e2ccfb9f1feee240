/// A request under way.
struct MeshCall: Sendable {
    enum Purpose: Sendable {
        /// Asks a node that spoke first whether it lives, before it enters the table.
        case introduction
        /// Asks the oldest contact of a full bucket whether it lives.
        case liveness
        case lookUp(UInt64, step: Int)
        /// Offers a record for a task.
        case store(UInt64, MeshIdentifier)
        /// Offers a record that the node holds to another holder.
        case repair
    }

    /// The card that was called.
    let contact: MeshContact
    let id: MeshIdentifier
    let purpose: Purpose
}

/// The requests under way, by their nonces.
///
/// All wait equally long, so that the oldest ends first.
struct MeshCalls: Sendable {
    private var calls: [UInt64: MeshCall] = [:]  // looked up, never iterated
    private var deadlines: [(milliseconds: Int, nonce: UInt64)] = []
    private var first = 0

    var count: Int { calls.count }

    mutating func add(_ call: MeshCall, nonce: UInt64, deadline: Int) {
        calls[nonce] = call
        if first >= 256 {
            deadlines.removeFirst(first)
            first = 0
        }
        deadlines.append((deadline, nonce))
    }

    func call(_ nonce: UInt64) -> MeshCall? { calls[nonce] }

    mutating func end(_ nonce: UInt64) {
        calls[nonce] = nil
        // What is over is not looked at again, so that the next deadline is found at once.
        while first < deadlines.count, calls[deadlines[first].nonce] == nil { first += 1 }
    }

    /// The time at which the oldest call ends without an answer; nil if none waits.
    var nextDeadline: Int? {
        var index = first
        while index < deadlines.count {
            if calls[deadlines[index].nonce] != nil { return deadlines[index].milliseconds }
            index += 1
        }
        return nil
    }

    /// Takes the oldest call that has no answer by a time.
    mutating func popSilent(by milliseconds: Int) -> MeshCall? {
        while first < deadlines.count {
            let (deadline, nonce) = deadlines[first]
            if let call = calls[nonce] {
                guard deadline <= milliseconds else { return nil }
                calls[nonce] = nil
                first += 1
                return call
            }
            first += 1
        }
        deadlines.removeAll(keepingCapacity: true)
        first = 0
        return nil
    }
}
