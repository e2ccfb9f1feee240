internal import Cryptography
internal import Encodings
internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// The arena of a script: it asks for steps, sends bytes and looks at the gateways.
extension GatewayArena: ScriptArena {
    typealias Question = GatewayQuestion

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
        guard nodes.probes.indices.contains(node) else { throw StepFault("no gateway \(node)") }
        nodes.here = node
        defer { nodes.here = 0 }
        let surfaces = Self.scriptSurfaces(profile)
        guard surfaces.contains(surface) else {
            throw StepFault(
                "bytes reach a gateway at \(surfaces.map(\.name).joined(separator: ", ")) only")
        }
        guard GatewayScript.sources.contains(Int(source.number)) else {
            throw StepFault("a source is numbered from 1 to 800, not \(source.number)")
        }
        guard !(isDown && node == 0) else { throw StepFault("the gateway is down: restart it") }
        if let obstacle = obstacleToRows { throw StepFault(obstacle) }
        let makesSnapshot = surface == GatewaySurfaces.vote || surface == GatewaySurfaces.settlement
        let rowCount = makesSnapshot ? system.receiptCount : 0
        try script?.spend(bytes.count + GatewayScript.rowCost * rowCount)
        let checkCount = system.signatureVerificationCount(from: source)
        let receiptCount = system.receiptCount
        let reply = try send(bytes, to: surface, from: source, as: name, isAttack: true)
        script?.charge(GatewayScript.refusalCost * reply.refusals.count)
        // Two signatures of each receipt that was taken, and the one of a vote, were not in vain.
        let usefulCount =
            surface == GatewaySurfaces.vote
            ? (reply.isAccepted ? 1 : 0) : 2 * (system.receiptCount - receiptCount)
        script?.note(
            wasted: system.signatureVerificationCount(from: source) - checkCount - usefulCount,
            at: node, by: source, at: record.clock)
        return reply
    }

    /// Surfaces that take bytes of scripts.
    private static func scriptSurfaces(_ profile: Profile) -> [Surface] {
        [
            GatewaySurfaces.gossip, GatewaySurfaces.receipt, GatewaySurfaces.settlement,
            GatewaySurfaces.vote,
        ] + (profile == .published ? [PublishedSurfaces.mint] : [])
    }

    func challenge() throws -> [JSONMember] {
        let parameters = workshop.builder.parameters
        let cast = (script?.cast ?? []).map { name in
            JSONValue.object([
                JSONMember("name", .string(name)), JSONMember("public", .string(keyring.key(name))),
            ])
        }
        let keys = setup.allowance.keys.map { name in
            let identity = keyring.identity(name)
            return JSONValue.object([
                JSONMember("name", .string(name)),
                JSONMember("private", .string(Hexadecimal.text(of: identity.privateSeed))),
                JSONMember("public", .string(identity.key)),
            ])
        }
        let nodes = zip(GatewayParties.nodes, parameters.nodes).map { party, node in
            JSONValue.object([
                JSONMember("name", .string(party.0)), JSONMember("public", .string(node.key)),
                JSONMember("address", .string(node.address)),
                JSONMember("permille", .integer(node.qualityPermille)),
            ])
        }
        let validators = zip(GatewayParties.validators, parameters.validators).map {
            party, validator in
            JSONValue.object([
                JSONMember("name", .string(party.0)), JSONMember("public", .string(validator.key)),
                JSONMember("weight", .integer(validator.weight)),
            ])
        }
        return [
            JSONMember("cast", .array(cast)), JSONMember("keys", .array(keys)),
            JSONMember("network", .string(workshop.builder.networkID)),
            JSONMember("gateways", .array(parameters.gateways.map { .string($0) })),
            JSONMember("nodes", .array(nodes)), JSONMember("validators", .array(validators)),
            JSONMember("total_weight", .integer(parameters.totalWeight)),
            JSONMember("milliseconds_ahead_max", .integer(GatewayLimits.futureMillisecondsMax)),
            JSONMember("epoch_total_max", .integer(GatewayLimits.epochTotalMax)),
            JSONMember("receipts", .integer(system.receiptCount)),
            JSONMember("next_epoch", .integer(nextEpoch)),
        ]
    }

    // MARK: Steps

    /// Performs a step of a script's.
    ///
    /// **Throws:** ``StepFault``, `Refusal`, or an error of the gateway's store.
    func performForScript(_ operation: GatewayOperation) throws {
        do {
            try perform(operation)
        } catch let error as GatewayStoreError {
            throw error
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            // Whatever a workshop cannot make of its words is no fault of the laboratory.
            throw StepFault("\(error)")
        }
        switch operation {
        case .receipt(let plan, _), .withhold(let plan, _), .elsewhere(let plan, _, _):
            script?.noteSigned(session: plan.session)
        default: break
        }
    }

    /// Nodes that compute honestly after the attack.
    var pollNodes: (first: String, second: String) {
        guard let script else { return ("node-a", "node-b") }
        let honest = GatewayParties.nodes.map(\.0).filter(script.isHonest)
        return (honest.first ?? "node-a", honest.last ?? "node-a")
    }
}
