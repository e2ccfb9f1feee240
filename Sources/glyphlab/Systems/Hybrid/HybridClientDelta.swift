import ArgumentParser
import Cryptography
import Encodings
import HybridChain
import HybridServing
import Reports

/// A chain's folder, keys of its validators, and a node: what signed messages are made of.
struct HybridSenderOptions: ParsableArguments {
    @OptionGroup var node: HybridNodeOption

    @Option(help: "The chain's folder.")
    var network: String

    @Option(help: "The key file of a validator; may be repeated.")
    var key: [String] = []

    func validate() throws {
        guard (1...HybridLimits.validatorCountMax).contains(key.count) else {
            throw ValidationError("key: expected 1 to 64, got \(key.count)")
        }
    }

    /// The keys with their validators' indices. **Throws:** ``Failure``, `PlatformError`.
    func signers(_ folder: HybridFolder) throws -> [(index: Int, key: Ed25519PrivateKey)] {
        try key.map { file in
            let key = try HybridFolder.key(file)
            return (try folder.index(of: key, file), key)
        }
    }
}

struct HybridClientDelta: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delta",
        abstract: "Train the chain's model by a step, and send it, signed, until a block has it.",
        discussion: """
            The whole chain is judged here first. The step is one of gradient descent in whole \
            numbers on the samples of the genesis, at the step size that lowers the loss most; \
            each key signs it for the present slot, and again for a later one where no block \
            came of it. An update takes three deltas, or more where the genesis bears false ones. \
            --reverse takes the step backwards: no block comes of it, since the loss does not fall.
            Example: glyphlab system client hybrid delta --node http://127.0.0.1:8080 \
            --network chain --key chain/validator_0.key --key chain/validator_1.key \
            --key chain/validator_2.key
            """)

    @OptionGroup var sender: HybridSenderOptions

    @Flag(help: "Take the step backwards.")
    var reverse = false

    @OptionGroup var wait: HybridWait

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let folder = try HybridFolder(path: sender.network)
            let signers = try sender.signers(folder)
            let calls = sender.node.calls
            let replica = try calls.replica(folder.genesis)
            let before = replica.node.state
            var (sentSlot, last) = (UInt64(0), "no slot began")
            let block = try wait.result("a block with an update") {
                last
            } _: {
                try calls.follow(replica)
                if let block = Self.updateBlock(replica.node, from: before) { return block }
                let slot = UInt64(
                    clamping: try calls.status().member("slot")?.integerValue ?? 0)
                if slot > sentSlot, slot > replica.node.tree.head.slot {
                    sentSlot = slot
                    last = try send(signers, slot, replica.node, calls) ?? last
                }
                return nil
            }
            report(block, before)
            return .holds
        }
    }

    /// **Result:** what became of the deltas, in words.
    private func send(
        _ signers: [(index: Int, key: Ed25519PrivateKey)], _ slot: UInt64, _ node: HybridNode,
        _ calls: HybridNodeCalls
    ) throws -> String? {
        let genesis = node.rules.genesis
        guard let step = HybridTrainer.factors(node.state.weights, genesis.samples) else {
            return "no step lowers the loss"
        }
        let factors = reverse ? HybridTrainer.reversed(step, genesis.shape) : step
        var words: String?
        for (index, key) in signers {
            let delta = HybridDelta(
                network: node.rules.network, slot: slot, base: node.state.weightsHash,
                index: UInt16(index), factors: factors, signedBy: key)
            switch try calls.hand(HybridMessage(.delta, delta.bytes)) {
            case .taken: words = words ?? "deltas were taken, and no update came of them"
            case .refused(let by, let message):
                words = "the last refusal was by \(by): \(message)"
            }
        }
        return words
    }

    /// The latest block that changed the weights since a state.
    private static func updateBlock(
        _ node: HybridNode, from before: HybridState
    ) -> (HybridTip, HybridBlock)? {
        guard node.state.weightsHash != before.weightsHash else { return nil }
        var place = node.tree.head
        while let block = node.tree.block(place.hash) {
            if !block.header.isEmpty { return (place, block) }
            guard let parent = node.tree.tip(place.parent) else { break }
            place = parent
        }
        return nil
    }

    private func report(_ found: (tip: HybridTip, block: HybridBlock), _ before: HybridState) {
        let count = HybridCertificate(bytes: found.block.certificate).entries.count
        let after = found.tip.state.loss
        format.write(
            text: "block \(found.tip.number): an update under \(count) acknowledgements, loss "
                + "\(before.loss) to \(after)\n",
            json: .object([
                JSONMember("height", .integer(Int(clamping: found.tip.number))),
                JSONMember(
                    "update", .string("0x" + Hexadecimal.text(of: found.block.header.updateID))),
                JSONMember("acknowledgements", .integer(count)),
                JSONMember("loss_before", .integer(Int(before.loss))),
                JSONMember("loss_after", .integer(Int(after))),
            ]))
    }
}
