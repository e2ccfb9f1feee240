internal import BigInt
internal import Cryptography
internal import Encodings
internal import GlyphChain
internal import GlyphChainTrials
internal import HardenedNode
internal import Scenarios
internal import Trials

/// The hardened half of a side.
struct HardenedTools: NodeProfileTools {
    /// As few bits as a trial needs: how much a stamp costs is not what is tried.
    private static let stampBitCount = 6

    let setup: TrialSetup
    let model: TrialModel
    let parameters: HardenedRules.Parameters
    let forge: HardenedForge

    init(_ setup: TrialSetup, model: TrialModel) {
        self.setup = setup
        self.model = model
        var parameters = HardenedRules.Parameters(weightsHash: model.weightsHash)
        parameters.stampBitCount = Self.stampBitCount
        self.parameters = parameters
        forge = HardenedForge(
            rules: HardenedRules(parameters: parameters, evidence: model.evidence))
    }

    var reading: HardenedReading {
        let rules = forge.rules
        return HardenedReading(
            chainID: rules.chainID.bytes, weightsHash: parameters.weightsHash.bytes,
            stampBitCount: parameters.stampBitCount, proofs: { try rules.proofs($0, $1) })
    }

    var genesis: [UInt8] { forge.rules.bytes(of: forge.rules.genesis) }

    func newNetwork() throws -> HardenedNodeNetwork {
        try HardenedNodeNetwork(setup, parameters, evidence: model.evidence)
    }

    func address(of name: String) -> String { HardenedPlaces.address(of: name) }

    func addresses(_ step: AddressStep) -> [UInt8] {
        let texts = step.hosts.map { "\"\(HardenedPlaces.address(ofHost: $0))\"" }
        return Array("[\(texts.joined(separator: ","))]".utf8)
    }

    func made(
        _ operation: NodeOperation, _ network: HardenedNodeNetwork,
        parts: (_ artefact: String) throws -> [[UInt8]],
        chain: (_ artefact: String) throws -> [[UInt8]]
    ) throws -> MadeBytes {
        guard case .hardened(let operation) = operation else {
            throw StepFault("a step of the published rules alone")
        }
        switch operation {
        case .blocks(let artefact, let names):
            var all = try names.first.map(chain) ?? []
            for name in names.dropFirst() { all += try parts(name) }
            let blocks = try names.flatMap(parts)
            return MadeBytes(
                artefact: artefact, parts: [BlockLists.bytes(blocks: blocks)], chain: all)
        case .headers(let artefact, let names):
            let headers = try names.flatMap(parts).map {
                Array($0.prefix(SealedHeader.byteCount))
            }
            return MadeBytes(
                artefact: artefact, parts: [BlockLists.bytes(headers: headers)])
        case .payments(let artefact, let names):
            return MadeBytes(artefact: artefact, parts: [try names.flatMap(parts).flatMap { $0 }])
        case .status(let artefact, let name, let work, let isOther):
            var status = try network.status(of: name)
            if !work.isEmpty { status.work = work }
            status.node = Digests.sha256("the attacker's node".utf8)
            if isOther { status.chain = Digests.sha256("another chain".utf8) }
            return MadeBytes(artefact: artefact, parts: [status.bytes])
        }
    }

    /// Reads the list by code of the referee's own.
    func blocks(inRequest bytes: [UInt8]) -> TakenBlocks? {
        guard bytes.starts(with: Array("POST /blocks ".utf8)), let body = HTTPBytes.body(bytes)
        else { return nil }
        func number(_ start: Int) -> Int? {
            guard start + 4 <= body.count else { return nil }
            return body[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        guard let count = number(0), count <= body.count else {
            return TakenBlocks(blocks: nil, isWhole: false)
        }
        var (blocks, place): ([[UInt8]], Int) = ([], 4)
        for _ in 0..<count {
            guard let length = number(place), place + 4 + length <= body.count else {
                return TakenBlocks(blocks: nil, isWhole: false)
            }
            blocks.append(Array(body[place + 4..<place + 4 + length]))
            place += 4 + length
        }
        return TakenBlocks(blocks: place == body.count ? blocks : nil, isWhole: false)
    }
}
