import ArgumentParser
import Cryptography
import Encodings
import HybridChain
import HybridServing
import Reports

/// Faults that a validator is slashed for.
enum HybridFaultKind: String, CaseIterable, ExpressibleByArgument {
    case headers, acknowledgements, votes, update
}

struct HybridClientMisbehave: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "misbehave",
        abstract: "Break a rule with a validator's key, and wait until it is slashed.",
        discussion: """
            For tests of a chain of your own: the bond of the first --key is lost. headers, \
            acknowledgements: two signatures of one slot, shown as evidence. votes: two votes for \
            one epoch; the node notices. update: an update that claims other weights than its \
            deltas make, acknowledged; the node re-executes it. All keys sign deltas for it, the \
            first one acknowledges.
            Example: glyphlab system client hybrid misbehave votes --node http://127.0.0.1:8080 \
            --network chain --key chain/validator_3.key
            """)

    @Argument(help: "headers, acknowledgements, votes or update.")
    var kind: HybridFaultKind

    @OptionGroup var sender: HybridSenderOptions

    @OptionGroup var wait: HybridWait

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let folder = try HybridFolder(path: sender.network)
            let signers = try sender.signers(folder)
            let calls = sender.node.calls
            let replica = try calls.replica(folder.genesis)
            let rules = replica.node.rules
            guard let first = signers.first, let faults = HybridFaults(rules, key: first.key) else {
                throw Failure(outcome: .badInput, message: "key: expected a validator's")
            }
            guard !replica.node.state.slashed.contains(UInt16(first.index)) else {
                throw Failure(
                    outcome: .doesNotHold,
                    message: "key: expected a validator with a bond, got \(first.index), which was "
                        + "slashed before")
            }
            var (sentSlot, last) = (UInt64(0), "no slot began")
            try wait.result("validator \(first.index) to be slashed") {
                last
            } _: { () -> Void? in
                try calls.follow(replica)
                if replica.node.state.slashed.contains(UInt16(first.index)) { return () }
                let slot = UInt64(
                    clamping: try calls.status().member("slot")?.integerValue ?? 0)
                if slot > sentSlot, slot > replica.node.tree.head.slot {
                    sentSlot = slot
                    for message in messages(faults, signers, slot, replica.node) {
                        if case .refused(let by, let words) = try calls.hand(message) {
                            last = "the last refusal was by \(by): \(words)"
                        }
                    }
                }
                return nil
            }
            report(first.index, folder.genesis, replica.node)
            return .holds
        }
    }

    private func messages(
        _ faults: HybridFaults, _ signers: [(index: Int, key: Ed25519PrivateKey)], _ slot: UInt64,
        _ node: HybridNode
    ) -> [HybridMessage] {
        switch kind {
        case .headers: return faults.headers(slot: slot, on: node.tree.head)
        case .acknowledgements: return faults.acknowledgements(slot: slot)
        case .votes: return faults.votes(in: node.state)
        case .update:
            let ground = node.rules.updateGround(on: node.tree.head, slot: slot)
            let shape = node.rules.genesis.shape
            let factors =
                HybridTrainer.factors(node.state.weights, node.rules.genesis.samples)
                ?? [Int32](repeating: 0, count: shape.factorCount)
            let deltas = signers.sorted { $0.index < $1.index }.map { index, key in
                HybridDelta(
                    network: node.rules.network, slot: slot, base: ground.base,
                    index: UInt16(index), factors: factors, signedBy: key)
            }
            return faults.wrongUpdate(deltas, ground)
        }
    }

    private func report(_ index: Int, _ genesis: HybridGenesis, _ node: HybridNode) {
        let bond = genesis.validators[index].bond
        let burnt = node.state.burnt
        format.write(
            text: "validator \(index) is slashed: its bond of \(bond) is gone; burnt of all bonds "
                + "so far: \(burnt)\n",
            json: .object([
                JSONMember("validator", .integer(index)),
                JSONMember("bond", .integer(Int(clamping: bond))),
                JSONMember("burnt", .integer(Int(clamping: burnt))),
            ]))
    }
}
