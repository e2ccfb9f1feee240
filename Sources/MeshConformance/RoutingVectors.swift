internal import BigInt
internal import Conformance
internal import Encodings
internal import PublishedMesh
internal import PythonValues

/// Histories of routing tables.
struct RoutingVectors: VectorJudge {
    let name = "routing"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstHistory.map { $0["bucket_size"] != nil && $0["own"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("histories").elements().enumerated().flatMap {
            number, history in
            var table = RoutingTable(
                own: try history.member("own").meshID(),
                bucketSize: try history.member("bucket_size").int(),
                depthModulo: try history.member("depth_modulo").int())
            return try history.member("steps").elements().enumerated().map { index, step in
                VectorOutcome(
                    index: "\(number) \(index)",
                    expected: try step.members([
                        "verdict", "exception", "ping", "result", "bucket", "peer", "state",
                        "state_sha256",
                    ]),
                    got: try Self.got(step, &table).members([
                        "verdict", "exception", "ping", "result", "bucket", "peer", "state",
                        "state_sha256",
                    ]))
            }
        }
    }

    private static func got(_ step: VectorValue, _ table: inout RoutingTable) throws -> VectorValue
    {
        var members: [(String, PythonValue)] = []
        do {
            switch try step.member("op").string() {
            case "add":
                let contact = MeshContact(
                    id: try step.member("id").meshID(),
                    peer: PeerID(bytes: try step.member("peer").hexadecimal()))
                members.append(("peer", .hexadecimal(contact.peer.bytes)))
                members.append(("ping", try table.add(contact).map { $0.pair } ?? .none))
            case "delete": try table.remove(step.member("id").meshID())
            case "lookup":
                let id = try step.member("id").meshID()
                members.append(("bucket", .integer(BigInt(table.place(of: id)))))
                let peer = table.peers[id].map { PythonValue.hexadecimal($0.bytes) }
                members.append(("peer", peer ?? .none))
            case "nearest":
                let nearest = table.nearest(
                    to: try step.member("query").meshID(), count: try step.member("k").int(),
                    excluding: try step.member("exclude").unlessNull?.meshID())
                members.append(("result", .list(nearest.map(\.pair))))
            case let other:
                throw VectorFormError(
                    place: step.place + ".op", expected: "add, delete, lookup or nearest",
                    got: other)
            }
            members.append(("verdict", .text("accept")))
        } catch let error as PythonError {
            members.append(("verdict", .text("crash")))
            members.append(("exception", .text(error.name)))
        }
        if try step.optional("state") != nil { members.append(("state", state(of: table))) }
        if try step.optional("state_sha256") != nil {
            members.append(("state_sha256", .text(try state(of: table).digest())))
        }
        return VectorValue(.members(members), place: step.place)
    }

    private static func state(of table: RoutingTable) -> PythonValue {
        .members([
            ("buckets", .list(table.buckets.map(state))),
            (
                "ids",
                .list(table.peers.members.map { MeshContact(id: $0.key, peer: $0.value).pair })
            ),
            (
                "peers",
                .list(
                    table.ids.members.map {
                        .list([.hexadecimal($0.key.bytes), .identifier($0.value)])
                    })
            ),
        ])
    }

    private static func state(of bucket: RoutingBucket) -> PythonValue {
        .members([
            ("lower", end(bucket.range.ends.lower)), ("upper", end(bucket.range.ends.upper)),
            ("depth", .integer(BigInt(bucket.depth))),
            ("nodes", .list(bucket.nodes.map(\.pair))),
            ("replacements", .list(bucket.replacements.map(\.pair))),
            ("pinged", .identifiers(bucket.pinged.members.map(\.key))),
        ])
    }

    /// The 41 digits of an end.
    private static func end(_ bytes: [UInt8]) -> PythonValue {
        .text(String(Hexadecimal.text(of: bytes).dropFirst()))
    }
}

extension MeshContact {
    var pair: PythonValue { .list([.identifier(id), .hexadecimal(peer.bytes)]) }
}
