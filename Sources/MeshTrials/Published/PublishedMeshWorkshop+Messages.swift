internal import Cryptography
internal import Encodings
internal import PublishedMesh
internal import PythonValues
internal import Scenarios
internal import Trials

/// Messages of honest parties and of attackers.
extension PublishedMeshWorkshop {
    /// The numbers of the nodes that a word names: all, honest, or one party.
    private func targets(_ word: String) throws -> [Int] {
        switch word {
        case "all": return Array(system.parties.indices)
        case "honest": return system.parties.indices.filter { system.parties[$0].isHonest }
        default:
            guard let place = system.place(of: word) else { throw StepFault("no node \(word)") }
            return [place]
        }
    }

    private static func message(
        _ kind: PublishedOperation.Kind, to target: Int, _ body: [UInt8]
    ) -> [UInt8] {
        let number: Int =
            switch kind {
            case .ping: 0
            case .store: 1
            case .find: 2
            }
        return [UInt8(truncatingIfNeeded: target << 2 | number)] + body
    }

    /// The ids next to a key, or the one of a party's node; nil for none.
    private func infos(_ ids: PublishedOperation.Ids) throws -> [NodeInfo?] {
        if !ids.near.isEmpty {
            let key = MeshID.generated(from: try expanded(ids.near))
            return (1...ids.count).map { distance in
                var info = NodeInfo()
                info.nodeID = Self.id(from: key, distance)
                return info
            }
        }
        guard !ids.of.isEmpty else { return [nil] }
        guard let place = system.place(of: ids.of) else { throw StepFault("no node \(ids.of)") }
        return [system.parties[place].node.info]
    }

    private static func id(from key: MeshID, _ distance: Int) -> [UInt8] {
        var bytes = key.bytes
        bytes[bytes.count - 1] ^= UInt8(truncatingIfNeeded: distance)
        return bytes
    }

    // MARK: Requests

    private func stored(_ records: [StoreRequest], copies: Int, missing: Int) -> StoreRequest {
        var request = StoreRequest()
        for record in records {
            for _ in 0..<copies {
                request.keys += record.keys
                request.subkeys += record.subkeys
                request.values += record.values
                request.expirations += record.expirations
                request.areInCache += record.areInCache
            }
        }
        request.subkeys = request.subkeys.dropLast(missing)
        return request
    }

    private func signed<Request: AuthorizedRequest>(
        _ body: Request, _ sender: PublishedOperation.Sender, nonce: [UInt8]
    ) throws -> [UInt8] {
        let signer = key(of: sender.signer)
        func sign(_ message: [UInt8]) -> [UInt8] {
            Array(Base64.text(of: signer.signature(of: message)).utf8)
        }
        let milliseconds = system.clock.milliseconds
        let tokenTime = sender.token == .expired ? milliseconds - 86_400_000 : milliseconds
        var request = try Authorizer(key: signer, checksStake: false).signed(
            body,
            serviceKey: sender.service.isEmpty
                ? [] : system.identity(of: sender.service).keyText,
            nonce: nonce, now: PublishedMeshTimes.seconds(milliseconds: tokenTime))
        var authorization = request.authorization ?? RequestAuthorization()
        var token = authorization.token ?? AccessToken()
        token.publicKey = system.identity(of: sender.by).keyText
        token.signature = sender.token == .unsigned ? [] : sign(token.signedText)
        authorization.token = token
        authorization.time = PublishedMeshTimes.seconds(
            milliseconds: milliseconds + 1_000 * sender.seconds)
        authorization.signature = []
        request.authorization = authorization
        let signature = sign(request.serialized)
        request.authorization?.signature = signature
        return request.serialized
    }

    private func signed(
        _ kind: PublishedOperation.Kind, _ store: StoreRequest, keys: [String], peer: NodeInfo?,
        _ sender: PublishedOperation.Sender, nonce: [UInt8]
    ) throws -> [UInt8] {
        switch kind {
        case .ping:
            var request = PingRequest()
            request.peer = peer
            return try signed(request, sender, nonce: nonce)
        case .store:
            var request = store
            request.peer = peer
            return try signed(request, sender, nonce: nonce)
        case .find:
            var request = FindRequest()
            request.peer = peer
            request.keys = try keys.map { MeshID.generated(from: try expanded($0)).bytes }
            return try signed(request, sender, nonce: nonce)
        }
    }

    /// A message for each node and each id.
    func requests(
        _ step: PublishedOperation.MakeRequest, records: [StoreRequest], nonce: () -> [UInt8]
    ) throws -> [[UInt8]] {
        let store = stored(
            records, copies: step.goods.copies, missing: step.goods.missingSubkeys)
        return try targets(step.to).flatMap { target in
            try infos(step.ids).map { info in
                Self.message(
                    step.kind, to: target,
                    try signed(
                        step.kind, store, keys: step.goods.keys, peer: info, step.sender,
                        nonce: nonce()))
            }
        }
    }

    /// An honest party's message.
    func asked(
        _ step: PublishedOperation.AskHonestly, records: [StoreRequest], nonce: [UInt8]
    ) throws -> [UInt8] {
        guard let target = system.place(of: step.to) else { throw StepFault("no node \(step.to)") }
        let sender = PublishedOperation.Sender(
            by: step.by, signer: step.by, service: "", seconds: 0, token: .good)
        let info = system.place(of: step.by).map { system.parties[$0].node.info }
        return Self.message(
            step.kind, to: target,
            try signed(
                step.kind, stored(records, copies: 1, missing: 0), keys: ["node"], peer: info,
                sender, nonce: nonce))
    }

    func forwarded(_ message: [UInt8], to word: String) throws -> [[UInt8]] {
        guard let first = message.first else { throw StepFault("an empty message") }
        return try targets(word).map { target in
            [UInt8(truncatingIfNeeded: target << 2) | first & 3] + message.dropFirst()
        }
    }

    // MARK: Answers

    func answer(
        _ step: PublishedOperation.MakeAnswer, records: [StoreRequest]
    ) throws -> PublishedMeshAnswer {
        guard let mode = PublishedMeshAnswer.Mode(rawValue: step.mode) else {
            throw StepFault("mode: \(step.mode)")
        }
        let plan = step.result
        let key = MeshID.generated(from: try expanded(plan.key))
        var result = FindResult()
        if plan.isDictionary {
            let dictionary = try dictionary(records)
            result.kind = FindResult.foundDictionary
            result.value = try MessagePack.bytes(of: .dictionary(dictionary), now: system.clock.now)
            result.expiration =
                plan.expiration == .never
                ? PublishedMeshTimes.never
                : try (dictionary.latest.number ?? system.clock.now).rounded()
        } else if let record = records.first {
            result.kind = FindResult.foundRegular
            result.value = record.values.first ?? []
            result.expiration = record.expirations.first ?? PublishedMeshTimes.never
        }
        if plan.neighbours > 0 {
            let peer = system.identity(of: plan.neighbourPeer).peer
            result.nearestNodeIDs = (1...plan.neighbours).map { Self.id(from: key, $0) }
            result.nearestPeerIDs = result.nearestNodeIDs.map { _ in peer.bytes }
        }
        return PublishedMeshAnswer(
            node: step.node, mode: mode, signer: step.signer == step.node ? "" : step.signer,
            isStale: step.nonce == "stale", key: key.bytes, result: result.serialized,
            id: plan.distance > 0 ? Self.id(from: key, plan.distance) : [])
    }

    private func dictionary(_ records: [StoreRequest]) throws -> DictionaryValue {
        let dictionary = DictionaryValue()
        for record in records {
            guard let tag = record.subkeys.first, let value = record.values.first,
                let expiration = record.expirations.first
            else { continue }
            try dictionary.store(
                .bytes(value), for: MessagePack.value(of: tag),
                expiration: .float(expiration), now: system.clock.now)
        }
        return dictionary
    }
}
