internal import GlyphChain
internal import GlyphChainTrials
internal import PublishedNode
internal import PythonValues
internal import Scenarios
internal import Trials

/// The published half of a side.
struct PublishedTools: NodeProfileTools {
    let setup: TrialSetup
    let model: TrialModel
    let forge: PublishedForge

    init(_ setup: TrialSetup, model: TrialModel) {
        self.setup = setup
        self.model = model
        forge = PublishedForge(
            rules: PublishedRules(proofs: model.proofs, weightsHash: model.weightsHash),
            proofs: model.proofs)
    }

    var reading: PublishedReading { PublishedReading(proofs: model.proofs) }
    var genesis: [UInt8] { forge.rules.bytes(of: forge.rules.genesis) }

    func newNetwork() throws -> PublishedNodeNetwork {
        PublishedNodeNetwork(setup, rules: forge.rules, proofs: model.proofs)
    }

    func address(of name: String) -> String { PublishedNodeNetwork.url(name) }

    func addresses(_ step: AddressStep) -> [UInt8] {
        let urls = step.hosts.map { "\"http://\($0):\(PublishedNodeNetwork.port)\"" }
        return Array("[\(urls.joined(separator: ", "))]".utf8)
    }

    func made(
        _ operation: NodeOperation, _ network: PublishedNodeNetwork,
        parts: (_ artefact: String) throws -> [[UInt8]],
        chain: (_ artefact: String) throws -> [[UInt8]]
    ) throws -> MadeBytes {
        guard case .published(let operation) = operation else {
            throw StepFault("a step of the hardened rules alone")
        }
        switch operation {
        case .unlist: throw StepFault("it makes no bytes")
        case .chain(let artefact, let names, let form):
            var all = try names.first.map(chain) ?? []
            for name in names.dropFirst() { all += try parts(name) }
            let text =
                Array("[".utf8) + all.joined(separator: Array(", ".utf8)) + Array("]".utf8)
            return MadeBytes(
                artefact: artefact, parts: [form == .spaced ? text : HTTPBytes.utf16(text)],
                chain: all)
        case .status(let artefact, let name, let work):
            var status = try ChainFacts.status(of: network.chain(of: name))
            if case .dictionary(var members) = status, !work.isEmpty {
                members["work"] = .text(work)
                status = .dictionary(members)
            }
            return MadeBytes(artefact: artefact, parts: [try NodeJSON.spaced(status)])
        }
    }

    func blocks(inRequest bytes: [UInt8]) -> TakenBlocks? {
        guard bytes.starts(with: Array("POST /chain ".utf8)), let body = HTTPBytes.body(bytes)
        else { return nil }
        return TakenBlocks(blocks: reading.blocks(inFile: body), isWhole: true)
    }
}
