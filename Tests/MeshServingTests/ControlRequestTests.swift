import MeshNetwork
import MeshServing
import TestSupport
import Testing

@Suite("Requests of a node's operator")
struct ControlRequestTests {
    private static let asks: [ControlRequest.Ask] = [
        .status,
        .store(name: Array("a".utf8), value: [], epochCount: 1),
        .store(
            name: Array(String(repeating: "n", count: 64).utf8),
            value: [UInt8](repeating: 1, count: 1_024), epochCount: 64),
        .find(name: Array("é".utf8), owner: nil),
        .find(name: Array("a".utf8), owner: MeshKey([UInt8](repeating: 7, count: 32))),
    ]

    @Test("A request is read as it was written, on one line that fits")
    func inverts() throws {
        for ask in Self.asks {
            let request = ControlRequest(token: "t", ask)
            #expect(try ControlRequest(line: request.line) == request)
            #expect(request.line.count <= ControlRequest.lineByteCountMax)
            #expect(!request.line.contains(0x0A))
        }
    }

    @Test(
        "Another form is refused, and says why",
        arguments: [
            ("", "form"), ("{}", "form"), ("[]", "form"), ("{\"token\":1}", "form"),
            ("{\"token\":\"t\",\"ask\":\"end\"}", "form"),
            ("{\"ask\":\"status\",\"token\":\"t\"}", "form"),
            ("{\"token\":\"t\",\"ask\":\"status\",\"more\":1}", "form"),
            ("{\"token\":\"t\",\"ask\":\"status\"} ", ""),
            ("{\"token\":\"t\",\"ask\":\"find\",\"name\":\"\",\"owner\":null}", "name"),
            ("{\"token\":\"t\",\"ask\":\"find\",\"name\":\"a\",\"owner\":\"ab\"}", "form"),
            (
                "{\"token\":\"t\",\"ask\":\"store\",\"name\":\"a\",\"value\":\"\",\"epochs\":65}",
                "form"
            ),
        ])
    func refuses(_ line: String, _ code: String) {
        do throws(ControlRefusal) {
            _ = try ControlRequest(line: Array(line.utf8))
            #expect(code.isEmpty, "\(line)")
        } catch {
            #expect(error.code == code, "\(line): \(error)")
        }
    }

    @Test("Long names and values are refused")
    func long() {
        let name = [UInt8](repeating: 0x61, count: 65)
        let value = [UInt8](repeating: 0x61, count: 1_025)
        for ask: ControlRequest.Ask in [
            .find(name: name, owner: nil),
            .store(name: [0x61], value: value, epochCount: 1),
        ] {
            #expect(throws: ControlRefusal.self) {
                try ControlRequest(line: ControlRequest(token: "t", ask).line)
            }
        }
    }
}
