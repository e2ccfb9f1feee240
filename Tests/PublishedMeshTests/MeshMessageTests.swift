import PublishedMesh
import PythonValues
import TestSupport
import Testing

@Suite("The mesh's messages")
struct MeshMessageTests {
    private var token: AccessToken {
        var token = AccessToken()
        token.username = Array("user".utf8)
        token.publicKey = [1, 2]
        token.expirationTime = Array("1970".utf8)
        token.signature = [3]
        return token
    }

    private var requestAuthorization: RequestAuthorization {
        var authorization = RequestAuthorization()
        authorization.token = token
        authorization.serviceKey = [4]
        authorization.time = PythonFloat(1.5)
        authorization.nonce = [5]
        authorization.signature = [6]
        return authorization
    }

    private var store: StoreRequest {
        var store = StoreRequest()
        store.authorization = requestAuthorization
        store.keys = [[1], []]
        store.subkeys = [[0xC0], [0x01]]
        store.values = [[7], [8]]
        store.expirations = [PythonFloat(2), PythonTimes.never]
        store.areInCache = [true, false]
        store.peer = NodeInfo(.generated(from: "node"))
        return store
    }

    private var find: FindResponse {
        var result = FindResult()
        result.kind = -1
        result.value = [9]
        result.expiration = PythonFloat(3)
        result.nearestNodeIDs = [[1], [2]]
        result.nearestPeerIDs = [[3], [4]]
        var response = FindResponse()
        response.authorization = ResponseAuthorization()
        response.authorization?.token = token
        response.authorization?.nonce = [5]
        response.results = [result, FindResult()]
        response.peer = NodeInfo()
        return response
    }

    private var ping: PingResponse {
        var response = PingResponse()
        response.peer = NodeInfo(.zero)
        response.time = PythonFloat(4)
        response.isAvailable = true
        return response
    }

    @Test("Messages come back as they were")
    func roundTrip() throws {
        #expect(try StoreRequest(parsing: store.serialized) == store)
        #expect(try FindResponse(parsing: find.serialized) == find)
        #expect(try PingResponse(parsing: ping.serialized) == ping)
        #expect(PingRequest().serialized.isEmpty)
    }

    @Test("A message within a message that comes again is merged")
    func merging() throws {
        var first = RequestAuthorization()
        first.nonce = [1]
        var second = RequestAuthorization()
        second.time = PythonFloat(2)
        var writer = ProtobufWriter()
        writer.append(1, bytes: first.serialized)
        writer.append(1, bytes: second.serialized)
        let request = try PingRequest(parsing: writer.bytes)
        #expect(request.authorization?.nonce == [1])
        #expect(request.authorization?.time.bits == PythonFloat(2).bits)
    }

    @Test("Unknown fields are kept behind the known ones")
    func unknown() throws {
        var writer = ProtobufWriter()
        writer.append(9, bytes: [1])
        writer.append(3, varint: 2)
        // A known number with another kind of value is unknown.
        writer.append(3, bytes: [3])
        let request = try PingRequest(parsing: writer.bytes)
        #expect(request.validate)
        #expect(request.unknown.map(\.number) == [9, 3])
        var expected = ProtobufWriter()
        expected.append(3, varint: 1)
        expected.append(9, bytes: [1])
        expected.append(3, bytes: [3])
        #expect(request.serialized == expected.bytes)
    }

    @Test("Texts are UTF-8")
    func texts() {
        var writer = ProtobufWriter()
        writer.append(1, bytes: [0xFF])
        #expect(throws: ProtobufWireError.self) { try AccessToken(parsing: writer.bytes) }
    }

    @Test("What was read of mutated bytes is written and read again", arguments: 0..<40)
    func mutations(seed: UInt64) throws {
        var mutations = Mutations(seed: seed)
        let inputs = [store.serialized, find.serialized, ping.serialized]
        for _ in 0..<200 {
            let bytes = mutations.bytes(like: inputs)
            try stable(StoreRequest.self, bytes)
            try stable(FindResponse.self, bytes)
            try stable(PingResponse.self, bytes)
            try stable(FindRequest.self, bytes)
        }
    }

    private func stable<Message: ProtobufMessage>(_ type: Message.Type, _ bytes: [UInt8]) throws {
        guard let message = try? Message(parsing: bytes) else { return }
        let again = try Message(parsing: message.serialized)
        #expect(again.serialized == message.serialized, "\(bytes)")
    }

    @Test("Envelopes come back as they were, and other bytes are none")
    func envelopes() throws {
        for kind in MeshEnvelope.Kind.allCases {
            for content: MeshEnvelope.Content in [.request([1]), .response([]), .failure] {
                let envelope = MeshEnvelope(number: -3, kind: kind, content: content)
                #expect(MeshEnvelope(bytes: envelope.bytes) == envelope)
                #expect(MeshEnvelope(bytes: Array(envelope.bytes.prefix(9))) == nil)
            }
        }
        let bytes = MeshEnvelope(number: 1, kind: .find, content: .failure).bytes
        #expect(MeshEnvelope(bytes: bytes + [0]) == nil)
        #expect(MeshEnvelope(bytes: bytes.dropLast() + [3]) == nil)
    }
}
