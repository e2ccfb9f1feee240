internal import Disputes

/// Who agrees with whom, on what: any number of runs, each against each.
public struct MachineMatrix: Sendable {
    /// In the order of the files.
    public let machines: [RunEvidence]
    /// Of every pair, the left one's place below the right one's.
    public let pairs: [MachinePair]

    /// **Precondition:** one machine at least.
    public init(_ machines: [RunEvidence]) {
        precondition(!machines.isEmpty, "a matrix of nothing")
        let numbered = NumberedPrompts(machines)
        var pairs: [MachinePair] = []
        for right in machines.indices {
            for left in 0..<right {
                pairs.append(MachinePair(machines, numbered, left: left, right: right))
            }
        }
        self.machines = machines
        self.pairs = pairs
    }

    /// Of two different machines, in either order.
    public func pair(_ one: Int, _ other: Int) -> MachinePair {
        let (left, right) = (min(one, other), max(one, other))
        return pairs[right * (right - 1) / 2 + left]
    }

    /// The pair that decides on the whole: the worst verdict, the first pair of it; nil of one
    /// machine alone.
    public var worst: MachinePair? {
        pairs.dropFirst().reduce(pairs.first) { worst, pair in
            guard let worst, pair.verdict.severity <= worst.verdict.severity else { return pair }
            return worst
        }
    }

    /// Whether two machines at least have something of an aspect in common.
    public var hasCommon: Bool {
        pairs.contains { pair in
            MachineAspect.allCases.contains { pair.agreement(on: $0).isCompared }
        }
    }

    /// Machines that agree on an aspect, each with each; a machine that has nothing of it in common
    /// with others is alone. In the order of the files.
    public func groups(on aspect: MachineAspect) -> [[Int]] {
        groups { $0.agreement(on: aspect).isEqual }
    }

    /// Machines that agree on all that was compared, and have something in common.
    public var groups: [[Int]] {
        groups { pair in
            MachineAspect.allCases.allSatisfy { !pair.agreement(on: $0).isDifferent }
                && pair.agreement(on: .proofs).isEqual
        }
    }

    private func groups(_ agree: (MachinePair) -> Bool) -> [[Int]] {
        var groups: [[Int]] = []
        for machine in machines.indices {
            let place = groups.firstIndex { group in
                group.allSatisfy { agree(pair($0, machine)) }
            }
            if let place {
                groups[place].append(machine)
            } else {
                groups.append([machine])
            }
        }
        return groups
    }
}
