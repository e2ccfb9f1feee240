internal import Disputes

/// The agreement of any number of runs, each compared with each.
package struct MachineMatrix: Sendable {
    /// The runs, in the order of the files.
    package let machines: [RunEvidence]
    /// All pairs, in each of which the left machine's place is below the right one's.
    package let pairs: [MachinePair]

    /// **Precondition:** there is at least one machine.
    package init(_ machines: [RunEvidence]) {
        precondition(!machines.isEmpty, "a matrix without a machine")
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

    /// The pair of two different machines, in either order.
    package func pair(_ first: Int, _ second: Int) -> MachinePair {
        let (left, right) = (min(first, second), max(first, second))
        return pairs[right * (right - 1) / 2 + left]
    }

    /// The pair that decides for the whole matrix: the first with the worst verdict; nil for a
    /// single machine.
    package var worst: MachinePair? {
        pairs.dropFirst().reduce(pairs.first) { worst, pair in
            guard let worst, pair.verdict.severity <= worst.verdict.severity else { return pair }
            return worst
        }
    }

    /// Whether any two machines have any aspect in common.
    package var hasCommon: Bool {
        pairs.contains { pair in
            MachineAspect.allCases.contains { pair.agreement(on: $0).isCompared }
        }
    }

    /// The machines in groups in which each agrees with each on an aspect, in the order of the
    /// files; a machine that has nothing of it in common with others is alone.
    package func groups(on aspect: MachineAspect) -> [[Int]] {
        groups { $0.agreement(on: aspect).isEqual }
    }

    /// The machines in groups that agree on all that was compared, and have something in common.
    package var groups: [[Int]] {
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
