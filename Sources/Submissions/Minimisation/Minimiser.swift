internal import Encodings
internal import Trials

/// Makes an attack shorter, as long as the same oracle fires with the same kind of evidence.
///
/// **Determinism:** the order of trials follows from the attack alone. **Bounds:** it plays at most
/// ``executionCountMax`` sessions, and stops after the one in which 500,000 requests were played.
package struct Minimiser {
    package static let executionCountMax = 5_000
    /// Requests that one search plays, in all its sessions together.
    private static let actCountMax = 500_000
    /// The longest attack that is ever called the shortest: each request of it was left out once.
    static let provenActCountMax = 700

    private let setup: SessionSetup
    private let declaration: [UInt8]
    private let oracle: String
    private let kind: String
    private let budget: Int
    private let earlierCount: Int
    private let onExecution: (_ executionCount: Int) -> Void
    private var executionCount = 0
    private var actCount = 0
    private var best: Played
    private var place: SearchPlace?

    /// - Parameters:
    ///   - broken: a session that was judged broken, as far as it was made shorter before.
    ///   - budget: sessions at most, up to ``executionCountMax``.
    ///   - onExecution: told before each session how many there were, those before included.
    package init(
        _ setup: SessionSetup, _ broken: Minimised, budget: Int,
        onExecution: @escaping (_ executionCount: Int) -> Void = { _ in }
    ) {
        self.setup = setup
        best = broken.played
        place = broken.place
        declaration = best.transcript.lines.first ?? []
        oracle = best.judgement.oracle ?? ""
        kind = best.judgement.kind
        self.budget = min(budget, Self.executionCountMax)
        earlierCount = broken.executionCount
        self.onExecution = onExecution
    }

    private var isSpent: Bool { executionCount >= budget || actCount >= Self.actCountMax }

    private func result(isMinimal: Bool) -> Minimised {
        Minimised(
            played: best, isMinimal: isMinimal, executionCount: earlierCount + executionCount,
            place: place)
    }

    /// **Throws:** an error of the laboratory.
    package mutating func run() throws -> Minimised {
        if place == nil {
            // Requests that only looked, and errors, go first: they change nothing.
            guard try keeps(best.acts) else { return result(isMinimal: false) }
            _ = try keeps(best.acts.filter { !$0.isRefused })
            try cutEnd()
            place = firstPlace
        }
        var isMinimal = try dropAll()
        if isMinimal, try shrinkValues() {
            // A request may have become needless by another's smaller number.
            place = firstPlace
            isMinimal = try dropAll()
        }
        return result(isMinimal: isMinimal && best.acts.count <= Self.provenActCountMax)
    }

    /// Whether acts have the same effect; they are the best from then on.
    private mutating func keeps(_ acts: [SessionAct]) throws -> Bool {
        guard !isSpent else { return false }
        executionCount += 1
        onExecution(earlierCount + executionCount)
        actCount += acts.count
        let played = try Played.replay(setup, declaration, acts)
        guard played.judgement.verdict == .broken, played.judgement.oracle == oracle,
            played.judgement.kind == kind
        else { return false }
        best = played
        // A request that became impossible by the loss of another is no part of the attack.
        if played.acts.count < acts.count { _ = try keeps(played.acts) }
        return true
    }

    /// Looks for a short beginning by halving; an effect may go away again, so that this finds one,
    /// not the shortest.
    private mutating func cutEnd() throws {
        let acts = best.acts
        var (low, high) = (0, acts.count)
        while low < high {
            let middle = (low + high) / 2
            if try keeps(Array(acts[..<middle])) { high = middle } else { low = middle + 1 }
        }
    }

    private var firstPlace: SearchPlace { SearchPlace(length: max(1, best.acts.count / 2)) }

    /// Leaves out runs of requests, halves first and single ones last. **Result:** whether no
    /// single one can be left out: each was tried.
    private mutating func dropAll() throws -> Bool {
        var here = place ?? firstPlace
        defer { place = here }
        while true {
            while here.start < best.acts.count {
                guard !isSpent else { return false }
                let acts = best.acts
                let end = here.start + min(here.length, acts.count - here.start)
                if try keeps(Array(acts[..<here.start] + acts[end...])) {
                    here.hasDropped = true
                } else {
                    here.start = end
                }
            }
            if here.length == 1, !here.hasDropped { return true }
            // A request may have become useless by the loss of a later one.
            here = SearchPlace(length: max(1, here.length / 2))
        }
    }

    // MARK: Values

    /// Makes numbers and byte strings smaller. **Result:** whether anything became smaller.
    private mutating func shrinkValues() throws -> Bool {
        var hasShrunk = false
        var index = 0
        // A smaller number may make later requests impossible, which then go.
        while index < best.acts.count {
            for place in best.acts[index].parameters.indices {
                guard index < best.acts.count,
                    place < best.acts[index].parameters.count
                else { break }
                let key = best.acts[index].parameters[place].key
                if ["submit", "keep"].contains(best.acts[index].method), key == "bytes" {
                    if try shrinkBytes(index, place) { hasShrunk = true }
                } else if try shrinkInteger(index, place) {
                    hasShrunk = true
                }
            }
            index += 1
        }
        return hasShrunk
    }

    private func acts(_ index: Int, _ place: Int, _ value: JSONValue) -> [SessionAct] {
        var acts = best.acts
        guard index < acts.count, place < acts[index].parameters.count else { return acts }
        acts[index] = acts[index].with(value, at: place)
        return acts
    }

    private mutating func shrinkInteger(_ index: Int, _ place: Int) throws -> Bool {
        guard let old = best.acts[index].parameters[place].value.integerValue, old > 0 else {
            return false
        }
        var hasShrunk = false
        // The smallest first: most numbers do not matter.
        for candidate in [0, 1, old / 2] where candidate < old {
            if try keeps(acts(index, place, .integer(candidate))) {
                hasShrunk = true
                break
            }
        }
        return hasShrunk
    }

    private mutating func shrinkBytes(_ index: Int, _ place: Int) throws -> Bool {
        guard let text = best.acts[index].parameters[place].value.stringValue,
            var bytes = Base64.bytes(of: text)
        else { return false }
        var hasShrunk = false
        var length = bytes.count
        // Pieces down to a sixteenth: smaller ones cost more than they tell.
        while length >= 1, length * 16 >= bytes.count, !isSpent {
            var start = 0
            while start < bytes.count, !isSpent {
                let end = min(start + length, bytes.count)
                let fewer = Array(bytes[..<start] + bytes[end...])
                if try keeps(acts(index, place, .string(Base64.text(of: fewer)))) {
                    (bytes, hasShrunk) = (fewer, true)
                } else {
                    start = end
                }
            }
            length /= 2
        }
        return hasShrunk
    }
}
