internal import ChainConformance
internal import Conformance
internal import Fingerprints
internal import PublishedNode
internal import PythonValues
internal import Synchronization

/// Syncs and pushes of the published node against a scripted peer: the requests that it makes, what
/// it returns or raises, what it prints, and the files it leaves.
struct ClientVectors: LongVectorJudge {
    private static let model = VectorValue(.text("synth-tiny"), place: "the pinned model")

    let name = "node_client"
    let surroundings: ChainVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let cases)? = document["cases"], case .dictionary(let first)? = cases.first
        else { return false }
        return first["peers_before"] != nil && first["exchanges"] != nil
    }

    func outcomes(
        of document: PythonDictionary,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        let cases = try document.vectorDocument.member("cases").elements()
        func skipped(_ reason: String) throws -> [VectorOutcome] {
            try cases.map {
                VectorOutcome(index: try $0.member("id").string(), .skipped(reason: reason))
            }
        }
        guard let chains = try NodeChains.beside(surroundings) else {
            return try skipped("needs \(NodeChains.fileName) in the same folder")
        }
        switch try surroundings.prover(named: Self.model) {
        case .missing(let reason): return try skipped(reason)
        case .here(let prover):
            let proofs = RememberedProofs(prover)
            return try cases.enumerated().map { index, vector in
                defer { progress(index + 1, cases.count) }
                return try Self.outcome(ClientCase(vector: vector, chains: chains), proofs)
            }
        }
    }

    private static func outcome(
        _ one: ClientCase, _ proofs: any ProofSource
    ) throws -> VectorOutcome {
        let peer = ScriptedPeer(
            host: ClientCase.peerHost, port: ClientCase.peerPort, answers: try one.answers())
        let files = try one.files()
        let lines = Mutex<[String]>([])
        let clock = try one.clockSeconds()
        let cap = try one.vector.optional("size_cap_lowered_to")?.int()
        let sync = PublishedSync(
            folder: PublishedFolder(files: files), client: PublishedClient(transport: peer),
            proofs: proofs, clockSeconds: { clock },
            chainByteCountMax: cap ?? PublishedSync.chainByteCountMax,
            printLine: { line in lines.withLock { $0.append(line) } })
        let result = try result(one, sync)
        let printed = try one.vector.member("printed").elements().map { try $0.string() }
        let parts: [(String, expected: [UInt8]?, got: [UInt8]?)] =
            [
                ("result", Array(try one.result().utf8), Array(result.utf8)),
                ("printed", joined(printed), joined(lines.withLock { $0 })),
                ("chain", try one.chainAfter(), files.read(.chain)),
                ("peers", try one.peersAfter(), files.read(.peers)),
                (
                    "requests", Array(try one.requests().joined()),
                    Array(peer.requests.map { ClientCase.replaced($0, toPeer: false) }.joined())
                ),
                (
                    "count of requests", Array(String(try one.requests().count).utf8),
                    Array(String(peer.requests.count + peer.answersLeft).utf8)
                ),
            ]
        let different = parts.filter { $0.expected != $0.got }
        func text(_ parts: [(String, [UInt8]?)]) -> String {
            parts.map { name, bytes in
                "\(name): \(bytes.map { String(decoding: $0, as: UTF8.self) } ?? "none")"
            }.joined(separator: "\n")
        }
        return VectorOutcome(
            index: try one.vector.member("id").string(),
            expected: text(different.map { ($0.0, $0.expected) }),
            got: text(different.map { ($0.0, $0.got) }))
    }

    private static func joined(_ lines: [String]) -> [UInt8] {
        Array(lines.joined(separator: "\n").utf8)
    }

    private static func result(_ one: ClientCase, _ sync: PublishedSync) throws -> String {
        let url = try one.url()
        let pushed = try one.pushedChain()
        let value: PythonValue
        do throws(NodeFault) {
            value =
                if let pushed {
                    try sync.push(pushed, to: url)
                } else {
                    .text(try sync.sync(with: url).text)
                }
        } catch .python(let error) {
            return "raises \(error.name)"
        } catch {
            return "raises \(error)"
        }
        return "returns \(try ClientCase.json(value))"
    }
}
