internal import BigInt
internal import Conformance
internal import PublishedMesh
internal import PythonValues
internal import Routing

/// Requests to the bootnode API. Limits begin anew with each case but in a series.
struct BootnodeVectors: VectorJudge {
    let name = "api"
    private static let peer = PythonText("12D3KooWA3cD9tHRyNG2ujnAn2suhYSbCF12YiL7oQoQ3ZhEE5iP")

    func recognises(_ document: PythonDictionary) -> Bool {
        guard document["keys"] != nil, let first = document.firstMember(of: "cases") else {
            return false
        }
        return first["path"] != nil && first["query_key"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let root = document.vectorDocument
        let keys = try BootnodeKeys(file: root.member("keys").value)
        var api = BootnodeAPI(keys: keys)
        return try root.member("cases").elements().enumerated().map { index, vector in
            let name = try vector.member("case").string()
            if !name.hasPrefix("series of ") || name.hasSuffix(", call 1") {
                api = BootnodeAPI(keys: keys, source: try Self.source(of: name))
            }
            let query = try vector.member("query_key").unlessNull { "api_key=\(try $0.string())" }
            let answer = api.answer(
                to: WebRequest(
                    method: "GET", path: try vector.member("path").string(), query: query ?? ""),
                key: try vector.member("key").unlessNull { try $0.text() },
                client: PythonText("testclient"), now: .integer(BigInt(1_700_000_000)))
            let expected =
                try "\(vector.member("status").int()) \(vector.member("body").sorted())"
            return VectorOutcome(
                index: String(index), expected: expected,
                got: "\(answer.status) \(try Self.text(ofBody: answer.body))")
        }
    }

    /// The body's value with sorted keys, or its text where it is no JSON.
    private static func text(ofBody body: [UInt8]) throws -> String {
        let value: PythonValue
        do throws(PythonJSONError) {
            value = try PythonJSONParser.parse(body, byteCountMax: .max)
        } catch {
            return String(decoding: body, as: UTF8.self)
        }
        return try PythonJSONWriter.text(value)
    }

    /// The stub that stood in the place of the node; none before it has started.
    private static func source(of name: String) throws -> FileSource? {
        switch name {
        case "with data":
            func number(_ text: String) throws -> PythonNumber {
                .float(try PythonText(text).float())
            }
            return FileSource(
                heartbeatList: [
                    BootnodeHeartbeat(
                        peer: peer, state: .online, throughput: try number("1.0"),
                        version: .text("1.0.0"), usesRelay: .boolean(false),
                        nextPings: .dictionary(PythonDictionary()),
                        expiration: try number("1759202593.5")),
                    BootnodeHeartbeat(
                        peer: peer, state: .joining, throughput: try number("2.5"),
                        publicName: .text("n"), expiration: try number("12.25")),
                ],
                bootnodeList: [PythonText("/ip4/127.0.0.1/tcp/31330/p2p/") + peer],
                peerList: [
                    BootnodePeer(
                        id: peer,
                        location: .members([
                            "status": .text("fail"), "message": .text("private range"),
                            "query": .text("127.0.0.1"),
                        ]), addresses: [PythonText("/ip4/127.0.0.1/tcp/31332")])
                ])
        case "without data": return FileSource()
        default: return nil
        }
    }
}

private struct FileSource: BootnodeSource {
    var heartbeatList: [BootnodeHeartbeat]?
    var bootnodeList: [PythonText]?
    var peerList: [BootnodePeer]?

    func heartbeats() -> [BootnodeHeartbeat]? { heartbeatList }
    func bootnodes() -> [PythonText]? { bootnodeList }
    func peers() -> [BootnodePeer]? { peerList }
}
