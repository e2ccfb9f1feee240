import BigInt
import Cryptography
import GatewayNetwork
import TestSupport
import Testing
import Trials

@Suite("What is frozen of a gateway network")
struct GoldenTests {
    @Test("Ids, chain hashes and roots are what they were")
    func ledger() throws {
        let bench = try Bench()
        try bench.fill()
        let snapshot = try bench.snapshot()
        #expect(
            bench.builder.networkID
                == "c2e1de4e5cff9c4ffefdadcf8a3d3f8d4b924b94356651e8739b95d690b66a3a")
        #expect(
            bench.system.receipts[0].id
                == "f49df9c6a7abca568b28b41d0bcb4d04d1833c7c9ff4e9d67c6c2c63e22094ef")
        #expect(
            bench.system.head == "4c843812369823f83edba1670cf4f2afc5889ec6e02400676e4728c033c90481")
        #expect(snapshot.root == "96729e564cd464f2466fac835cc3778f78f9ebdb6ce54d6972ec72b737f5ca02")
    }

    @Test("Notes, what they change in a snapshot, and sessions are what they were")
    func notes() throws {
        let bench = try Bench()
        try bench.fill()
        try bench.note(400, by: 0, round: 0)
        try bench.note(100, by: 1, round: 0)
        let address = "0x" + String(repeating: "e", count: 40)
        let note = bench.requests.address(address, node: Bench.nodes[1].key)
        _ = try bench.taken(bench.send(bench.signed(note, .note, Bench.nodes[1]), .note))
        #expect(
            bench.system.notes[0].id
                == "9ab0eda4700f1482990614a7db70262135a0214e4c3e5f064f8be83d8b379013")
        #expect(
            bench.system.notesHead
                == "76a84eae262a02700849ab4cec2d663319cca5f3a21d35ed8bb752dab9014a03")
        let snapshot = try bench.snapshot()
        // Of 100, 400 and the registered 800 for the first node, the median.
        let amounts = Bench.nodes.map { node in
            snapshot.payouts.first { $0.node == node.key }?.amount
        }
        #expect(amounts == [135, 378, 487])
        #expect(
            snapshot.root == "b3f1f921891c972dfde91cefa26a40bae073b8af4dd6111ebe85578f774eb538")
        #expect(
            try RequestBuilder.session(of: bench.order())
                == "2293662b4974512c3a9a6a0277fbbdfd6ccfd1c3ff078310486e0bb687994c88")
    }

    @Test("Ed25519 signs as RFC 8032 has it, and refuses s + L")
    func ed25519() {
        // RFC 8032, section 7.1, test 1.
        let seed: [UInt8] = [
            0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec,
            0x2c, 0xc4, 0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03,
            0x1c, 0xae, 0x7f, 0x60,
        ]
        let key = Ed25519PrivateKey(seed: seed)
        let signature = key.signature(of: [])
        #expect(key.publicKey[..<4] == [0xd7, 0x5a, 0x98, 0x01])
        #expect(signature[..<4] == [0xe5, 0x56, 0x43, 0x00])
        #expect(Ed25519.verifies(signature, message: [], publicKey: key.publicKey))
        #expect(!Ed25519.verifies(signature, message: [0], publicKey: key.publicKey))
        #expect(!Ed25519.verifies(signature + [0], message: [], publicKey: key.publicKey))
        #expect(!Ed25519.verifies(signature, message: [], publicKey: []))
        let order: [UInt8] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9,
            0xde, 0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ]
        var (other, carry) = (signature, 0)
        for place in 0..<32 {
            let sum = Int(other[32 + place]) + Int(order[place]) + carry
            other[32 + place] = UInt8(sum & 255)
            carry = sum >> 8
        }
        #expect(!Ed25519.verifies(other, message: [], publicKey: key.publicKey))
        #expect(
            !Ed25519.verifies(signature, message: [], publicKey: [UInt8](repeating: 0, count: 32)))
    }

    @Test("Parties that are named twice, weigh nothing, have no key or no address are refused")
    func parameters() throws {
        func make(_ weight: Int, twice: Bool = false, quality: Int = 800) throws {
            let keys = [Bench.nodes[0].key] + (twice ? [Bench.nodes[0].key] : [])
            _ = try GatewayParameters(
                name: "", gateways: [],
                nodes: keys.map { .init(key: $0, address: "x", qualityPermille: quality) },
                validators: [.init(key: "v", weight: weight)])
        }
        #expect(throws: ParameterError.twice(key: Bench.nodes[0].key)) { try make(1, twice: true) }
        #expect(throws: ParameterError.weight(key: "v", got: 0)) { try make(0) }
        #expect(throws: ParameterError.weight(key: Bench.nodes[0].key, got: 1_001)) {
            try make(1, quality: 1_001)
        }
        let many = (0...GatewayLimits.nodeCountMax).map {
            GatewayParameters.Node(key: "\($0)", address: "x")
        }
        #expect(throws: ParameterError.tooMany(nodeCount: many.count, validatorCount: 0)) {
            try GatewayParameters(name: "", gateways: [], nodes: many, validators: [])
        }
        #expect(throws: ParameterError.key("R1c=")) {
            try GatewayParameters(name: "", gateways: ["R1c="], nodes: [], validators: [])
        }
        #expect(throws: ParameterError.address(key: Bench.nodes[0].key, got: "x")) {
            try GatewayParameters(
                name: "", gateways: [], nodes: [.init(key: Bench.nodes[0].key, address: "x")],
                validators: [])
        }
        #expect(throws: GatewayStoreError.parameters(.gateway(key: Bench.outsider.key))) {
            try GatewaySystem(
                parameters: Bench.parameters(), desk: GatewayDesk(gateway: Bench.outsider.key))
        }
    }
}
