internal import BigInt
internal import Conformance
internal import Cryptography
internal import HybridChain
internal import PythonValues
internal import Trials

/// Chains of whole blocks, judged one after the other by one node, with refused ones between.
struct HardenedChainVectors: VectorJudge {
    let name = "hardened_chain"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "histories", has: ["start", "steps"])
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("histories").elements().enumerated().flatMap {
            (index, history) -> [VectorOutcome] in
            let start = try history.member("start")
            var player = try Player(start)
            let first = try HardenedForm.outcome("history \(index) start", start, player.start)
            let steps = try history.member("steps").elements().enumerated().map { step, vector in
                try HardenedForm.outcome(
                    "history \(index) step \(step)", vector, player.members(of: vector))
            }
            return [first] + steps
        }
    }

    private struct Player {
        private let genesis: HybridGenesis
        private let tree: HybridTree
        /// The deltas that the node was given, by id.
        private var deltas: [[UInt8]: [UInt8]] = [:]  // looked up, never iterated

        init(_ start: VectorValue) throws {
            let member = try start.member("genesis")
            guard let genesis = HybridGenesis(bytes: try member.hexadecimal()) else {
                throw member.unexpected("a genesis")
            }
            self.genesis = genesis
            tree = HybridTree(HybridRules(genesis))
        }

        /// The members that follow from the genesis.
        var start: [(String, PythonValue)] {
            let keys = LabKeys.keys(name: genesis.name, count: genesis.validators.count)
            return [
                ("genesis", HybridCases.hexadecimal(genesis.bytes)),
                ("loss", .integer(BigInt(tree.head.state.loss))),
                ("network", HybridCases.hexadecimal(genesis.network)),
                ("root", HybridCases.hexadecimal(tree.head.state.root)),
                ("secrets", .list(keys.map { HybridCases.hexadecimal($0.seed) })),
                ("tip", HybridCases.hexadecimal(tree.head.hash)),
                ("weights", HybridCases.hexadecimal(tree.head.state.weightsHash)),
            ]
        }

        mutating func members(of step: VectorValue) throws -> [(String, PythonValue)] {
            for content in try step.optional("deltas")?.elements() ?? [] {
                let bytes = try content.hexadecimal()
                deltas[HybridDelta.id(of: bytes)] = bytes
            }
            let block = HybridBlock(bytes: try step.member("block").hexadecimal())
            let before = tree.head
            do throws(Refusal) {
                try tree.take(block) { deltas[$0] }
                return HardenedForm.verdict(nil) + [("state", state)]
            } catch {
                let isUntouched =
                    tree.head.hash == before.hash && tree.head.state.root == before.state.root
                return HardenedForm.verdict(error.by.name)
                    + (isUntouched ? [] : [("state", state)])
            }
        }

        private var state: PythonValue {
            let state = tree.head.state
            let slashed = state.slashed.indices.map { PythonValue.integer(BigInt($0)) }
            return HybridCases.object([
                ("bonds", .list(state.bonds.map { .text(String($0)) })),
                ("burnt", .text(String(state.burnt))),
                ("finalised", Self.value(state.finality.finalised)),
                ("justified", Self.value(state.finality.highest)),
                ("loss", .integer(BigInt(state.loss))),
                ("root", HybridCases.hexadecimal(state.root)),
                ("slashed", .list(slashed)),
                ("tip", HybridCases.hexadecimal(tree.head.hash)),
                ("weights", HybridCases.hexadecimal(state.weightsHash)),
            ])
        }

        private static func value(_ checkpoint: HybridCheckpoint) -> PythonValue {
            .list([
                .integer(BigInt(checkpoint.epoch)), HybridCases.hexadecimal(checkpoint.root),
            ])
        }
    }
}
