import BigInt
import PublishedMesh
import PythonValues
import Routing
import Testing

@Suite("The bootnode API")
struct BootnodeAPITests {
    private struct EmptySource: BootnodeSource {
        func heartbeats() -> [BootnodeHeartbeat]? { [] }
        func bootnodes() -> [PythonText]? { [] }
        func peers() throws(PythonError) -> [BootnodePeer]? { throw .value("no peers") }
    }

    private func api(_ file: String) throws -> BootnodeAPI {
        let value = try PythonJSONParser.parse(Array(file.utf8), byteCountMax: .max)
        return BootnodeAPI(keys: try BootnodeKeys(file: value), source: EmptySource())
    }

    private func status(
        _ api: inout BootnodeAPI, _ path: String = "/get_bootnodes", key: String? = "k",
        client: String = "a", query: String = "", at second: Int = 0, method: String = "GET"
    ) -> Int {
        api.answer(
            to: WebRequest(method: method, path: path, query: query),
            key: key.map(PythonText.init(_:)), client: PythonText(client),
            now: .integer(BigInt(second))
        ).status
    }

    @Test(
        "A file of another form is refused",
        arguments: ["{\"a\":1}", "[1]", "[{}]", "[{\"key\":1}]", "7", "null"])
    func files(file: String) {
        #expect(throws: PythonError.self) { try api(file) }
    }

    @Test("Inactive keys open nothing, of equal ones the last counts")
    func keys() throws {
        var api = try api(
            #"[{"key":"k"},{"key":"off","active":0},{"key":"k","owner":1,"active":"yes"}]"#)
        #expect(status(&api) == 200)
        #expect(status(&api, key: "off") == 403 && status(&api, key: nil) == 403)
        #expect(status(&api, key: "", query: "api_key=k") == 403)
    }

    @Test("Five calls a minute by key, and five by address under any keys")
    func limits() throws {
        var api = try api(#"[{"key":"k"},{"key":"l"}]"#)
        for client in ["a", "b", "c", "d", "e"] {
            #expect(status(&api, client: client) == 200)
        }
        #expect(status(&api, client: "f", at: 59) == 429)
        #expect(status(&api, client: "f", query: "api_key=x", at: 59) == 200)
        #expect(status(&api, client: "f", at: 60) == 200)
        for call in 0..<5 {
            #expect(
                status(&api, key: call < 3 ? "k" : "l", client: "g", at: 200) == 200)
        }
        #expect(status(&api, key: "l", client: "g", at: 259) == 429)
        #expect(status(&api, key: "l", client: "g", at: 260) == 200)
    }

    @Test("Refused keys use nothing up; other paths, methods and faults are answered")
    func answers() throws {
        var api = try api(#"[{"key":"k"}]"#)
        for _ in 0..<20 { #expect(status(&api, key: "other") == 403) }
        #expect(status(&api, "/get_heartbeat") == 200)
        #expect(status(&api, "/get_peers_info") == 500)
        #expect(status(&api, "/") == 404 && status(&api, method: "POST") == 405)
        api.source = nil
        #expect(status(&api) == 200)
    }
}
