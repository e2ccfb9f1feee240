import BigInt
import Cryptography
import PublishedMesh
import PythonValues
import Testing

@Suite("Admission")
struct AdmissionTests {
    private let now = PythonFloat(1000)

    private func authorizer(_ number: UInt8, checksStake: Bool = false) -> Authorizer {
        Authorizer(
            key: Ed25519PrivateKey(seed: [UInt8](repeating: number, count: 32)),
            checksStake: checksStake)
    }

    private func request(
        _ client: Authorizer, nonce: UInt8 = 1, serviceKey: [UInt8] = [],
        now: PythonFloat = PythonFloat(1000)
    ) throws -> PingRequest {
        try client.signed(
            PingRequest(), serviceKey: serviceKey, nonce: [UInt8](repeating: nonce, count: 8),
            now: now)
    }

    private func refusal(
        _ server: Authorizer, _ request: PingRequest, now: PythonFloat = PythonFloat(1000)
    ) throws -> AdmissionRefusal? {
        try server.refusal(of: request, now: now) { _ throws(PythonError) in PythonDictionary() }
    }

    @Test("A request is admitted once by each server")
    func replay() throws {
        let request = try request(authorizer(1))
        let servers = [authorizer(2), authorizer(3)]
        #expect(try refusal(servers[0], request) == nil)
        #expect(try refusal(servers[0], request) == .nonce)
        // Requests are bound to no recipient.
        #expect(try refusal(servers[1], request) == nil)
    }

    @Test("Two clients with one nonce: the second is refused")
    func nonces() throws {
        let server = authorizer(2)
        #expect(try refusal(server, request(authorizer(1))) == nil)
        #expect(try refusal(server, request(authorizer(3))) == .nonce)
        let later = PythonFloat(1181)
        // A nonce that has expired is still there once, and then no more.
        #expect(try refusal(server, request(authorizer(3), now: later), now: later) == .nonce)
        #expect(server.rememberedNonces.count == 1)
    }

    @Test("Times a minute off are taken, others are not; a time that is no number is")
    func times() throws {
        let server = authorizer(2)
        let clients = [940.0, 1060.0, 939.5, 1060.5].map { PythonFloat($0) }
        let refusals = try clients.enumerated().map { number, time in
            try refusal(server, request(authorizer(1), nonce: UInt8(number), now: time))
        }
        #expect(refusals == [nil, nil, .time, .time])
        #expect(throws: PythonError.self) {
            try request(authorizer(1), now: PythonFloat(.nan))
        }
        #expect(throws: PythonError.self) {
            try request(authorizer(1), now: PythonFloat(-.infinity))
        }
        #expect(throws: PythonError.self) { try request(authorizer(1), now: PythonFloat(1e15)) }
    }

    @Test("Changed requests, other services and unreadable keys are refused")
    func refusals() throws {
        let server = authorizer(2)
        var changed = try request(authorizer(1))
        changed.validate = true
        #expect(try refusal(server, changed) == .signature)
        let other = try request(authorizer(1), serviceKey: authorizer(3).keyText)
        #expect(try refusal(server, other) == .serviceKey)
        #expect(try refusal(server, request(authorizer(1), serviceKey: server.keyText)) == nil)
        #expect(throws: PythonError.self) { try refusal(server, PingRequest()) }
    }

    @Test("A response is believed whoever signed it, with the nonce that was sent")
    func responses() throws {
        let request = try request(authorizer(1))
        let response = try authorizer(7).signed(PingResponse(), to: request, now: now)
        let client = authorizer(1)
        func refusal(_ nonce: UInt8) throws -> AdmissionRefusal? {
            try client.refusal(
                of: response, nonce: [UInt8](repeating: nonce, count: 8), now: now
            ) { _ throws(PythonError) in PythonDictionary() }
        }
        #expect(try refusal(1) == nil)
        #expect(try refusal(2) == .nonceEcho)
    }

    @Test("A chain that does not answer is a refusal, and asked again")
    func stakes() throws {
        let server = authorizer(2, checksStake: true)
        var asked = 0
        func refusal(_ nonce: UInt8, hasStake: Bool?) throws -> AdmissionRefusal? {
            try server.refusal(of: request(authorizer(1), nonce: nonce), now: now) {
                _ throws(PythonError) in
                asked += 1
                guard let hasStake else { throw .other(name: "RuntimeError", "no answer") }
                var answer = PythonDictionary()
                answer["result"] = .boolean(hasStake)
                return answer
            }
        }
        #expect(try refusal(1, hasStake: nil) == .stake)
        #expect(try refusal(2, hasStake: true) == nil)
        #expect(try refusal(3, hasStake: false) == nil)
        #expect(asked == 2)
    }

    @Test("All Ed25519 keys are one peer to the limiter")
    func limiter() throws {
        var limiter = RateLimiter()
        let texts = [authorizer(1).keyText, authorizer(2).keyText]
        let admitted = try (0..<40).map { number in
            try limiter.admits(keyText: texts[number % 2], now: now) { true }
        }
        // The burst is 20; one and a half times the rate of ten is less.
        #expect(admitted.firstIndex(of: false) == 16)
        #expect(limiter.peers.count == 1)
    }

    @Test("Bans grow with each failure and end with a success")
    func bans() throws {
        let blacklist = PeerBlacklist()
        let peer = PeerID(bytes: [1])
        func isBanned(_ second: Int) throws -> Bool {
            try blacklist.isBanned(peer, now: .integer(BigInt(second)))
        }
        try blacklist.noteFailure(of: peer, now: .integer(0))
        try blacklist.noteFailure(of: peer, now: .integer(1))
        #expect(try isBanned(5))
        #expect(try !isBanned(6))
        try blacklist.noteFailure(of: peer, now: .integer(10))
        #expect(try isBanned(20))
        #expect(try !isBanned(21))
        #expect(blacklist.failureCounts.members.map(\.value) == [2])
        try blacklist.noteSuccess(of: peer)
        #expect(blacklist.failureCounts.count == 0)
    }
}
