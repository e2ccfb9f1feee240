internal import LearningNetwork
internal import Scenarios
internal import Trials

/// Judgement of a node under the hardened rules.
extension LearningArena {
    func hardenedFinding(of oracle: LearningOracle) throws -> Finding {
        guard let node = nodes.probes[0].system.hardened else {
            throw StepFault("node 0 is none of the hardened rules")
        }
        let state = node.state
        let view = HardenedView(
            blocks: node.tree.main.compactMap { $0.block?.bytes },
            balances: state.addresses.map { address in
                (address, state[address].balance, state[address].held)
            },
            taken: nodes.probes[0].submissions.filter(\.isAccepted), head: node.head)
        return HardenedReferee(books, view, data: data).finding(of: oracle)
    }

    /// Costs of the attacker's messages, to all nodes.
    func hardenedCount(of counter: String) -> Int? {
        let systems = nodes.probes.compactMap(\.system.hardened)
        switch counter {
        case "waiting": return systems.map(\.waitingCount).max()
        case "audited_steps": return books.auditedSteps
        case "read_bytes":
            // A message that is refused by its size is not read.
            return nodes.probes.reduce(0) { sum, probe in
                probe.submissions.reduce(sum) {
                    $1.isAttack && !$1.refusals.contains(LearningGuards.size)
                        ? $0 + $1.bytes.count : $0
                }
            }
        case "judged":
            return nodes.probes.reduce(0) { sum, probe in
                sum
                    + probe.submissions.count {
                        $0.isAttack && !$0.refusals.contains(LearningGuards.sourceBudget)
                    }
            }
        default: return nil
        }
    }
}
