internal import Chains
internal import Cryptography
internal import Encodings
internal import GlyphChain
internal import Scenarios
internal import Trials

/// The arena of a script: it asks for steps, sends bytes and looks at the system.
extension ChainArena: ScriptArena {
    typealias Question = ChainQuestion

    func standing(at node: Int) -> (head: String, stateDigest: Digest) {
        let system = nodes.probes[node].system
        return (system.head, system.stateDigest)
    }

    func parts(of artefact: String) throws -> [[UInt8]] {
        try workshop.artefacts.named(artefact).parts
    }

    func submit(
        _ bytes: [UInt8], as name: String, to surface: Surface, from source: Source, at node: Int
    ) throws -> Reply {
        guard nodes.probes.indices.contains(node) else { throw StepFault("no node \(node)") }
        nodes.here = node
        defer { nodes.here = 0 }
        guard nodes.system.surfaces.contains(surface) else {
            throw StepFault("bytes reach a node at block, chain, peer and transaction only")
        }
        guard ChainScript.sources.contains(Int(source.number)) else {
            throw StepFault("a source is numbered from 1 to 1000, not \(source.number)")
        }
        guard !(isDown && node == 0) else { throw StepFault("the node is down: restart it") }
        if let reply = try attack(name, bytes, to: surface, from: source) { return reply }
        let (head, stateDigest) = standing(at: node)
        return Reply(refusals: [], head: head, stateDigest: stateDigest, died: true)
    }

    func challenge() throws -> [JSONMember] {
        let cast = (script?.cast ?? []).map { name in
            let wallet = wallet(name)
            return JSONValue.object([
                JSONMember("name", .string(name)),
                JSONMember("address", .string(wallet.address)),
                JSONMember(
                    "public", .string(Hexadecimal.text(of: wallet.publicKey.compressedBytes))),
            ])
        }
        let keys = setup.allowance.keys.map { name in
            let wallet = wallet(name)
            return JSONValue.object([
                JSONMember("name", .string(name)),
                JSONMember("private", .string(Hexadecimal.text(of: wallet.privateKey))),
                JSONMember(
                    "public", .string(Hexadecimal.text(of: wallet.publicKey.compressedBytes))),
                JSONMember(
                    "public_xy", .string(Hexadecimal.text(of: wallet.publicKey.rawBytes))),
                JSONMember("address", .string(wallet.address)),
            ])
        }
        return [JSONMember("cast", .array(cast)), JSONMember("keys", .array(keys))]
            + workshop.forge.facts + [
                JSONMember("blocks_per_target", .integer(5)),
                JSONMember("seconds_per_target", .integer(100)),
                JSONMember("span_seconds_min", .integer(25)),
                JSONMember("span_seconds_max", .integer(400)),
                JSONMember("seconds_ahead_max", .integer(600)),
                JSONMember("height", .integer(node.height)),
            ]
    }

    // MARK: Bounds

    /// Why no step makes a block on the node's chain; nil where one may, and in a scenario's trial.
    var obstacleToWork: String? {
        workshop.obstacle(toWorkOn: node.chain, attempts: workshop.bounds.attempts)
    }

    /// Why honest miners cannot go on; nil where they can.
    var obstacleToPoll: String? {
        workshop.obstacle(toWorkOn: node.chain, attempts: WorkBounds.pollAttempts)
    }

    /// Whether hardened rules refuse for now what they will take later. Published times are bounded
    /// by the same clock that the miner has, so that there a refusal is a hole.
    func waitsForClock(_ refusal: Refusal) -> Bool {
        profile == .hardened && node.rules.clockCodes.contains(refusal.by)
    }

    /// Brings about what an oracle asks for: a running node, and newcomers who would be found.
    func prepare(for oracle: ChainOracle) throws {
        try startIfDown()
        guard oracle == .networkPeers, books.newcomers.isEmpty else { return }
        try announce(ChainScript.newcomerCount, from: ChainScript.distantPeer)
    }
}
