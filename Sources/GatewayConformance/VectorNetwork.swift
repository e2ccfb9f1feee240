internal import Cryptography
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// The other machines of the reference vectors: gateways at `http://NAME.gw`, nodes at
/// `http://NAME`, each of which can be down or answer what a step says; and the run's random
/// numbers.
final class VectorNetwork: Surroundings {
    /// An answer that stands in for a node's own.
    struct Fault {
        let node: String
        let path: String
        let status: Int
        let body: [UInt8]
    }

    private let seed: String
    private var drawnCount = 0
    /// Seconds since 1970: all clocks stand at it but the second reading of a node's.
    var now = PythonFloat(0)
    /// Seconds between the two readings of a node's clock.
    var wall = PythonFloat(0)
    var faults: [Fault] = []
    /// Names of machines that nobody reaches.
    var down: [String] = []
    private(set) var callURLs: [String] = []
    private var gateways: [(name: String, gateway: PublishedGateway)] = []
    private let nodeNames: [String]

    /// - Parameter seed: from which the random numbers follow.
    init(seed: String, nodeNames: [String] = ["node-a", "node-b", "node-c"]) {
        self.seed = seed
        self.nodeNames = nodeNames
    }

    func add(_ gateway: PublishedGateway, name: String) { gateways.append((name, gateway)) }

    func gateway(_ name: String) -> PublishedGateway? {
        gateways.first { $0.name == name }?.gateway
    }

    /// Gateways hold the network, which holds gateways.
    func dissolve() { gateways = [] }

    func clearCalls() { callURLs = [] }

    /// The first 16 bytes of SHA-256 of `uuid/SEED/k`, as a UUID of version 4; k counts from 1.
    func uniqueID() -> String {
        drawnCount += 1
        var bytes = Array(Digests.sha256("uuid/\(seed)/\(drawnCount)".utf8).bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += byte < 16 ? "0" : ""
            text += String(byte, radix: 16)
        }
        return text
    }

    func answer(to call: OutgoingCall) -> CallAnswer {
        callURLs.append(call.url)
        let parts = call.url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
        guard parts.count == 3, parts[0] == "http:" else { return .unreachable }
        let (host, path) = (String(parts[1]), "/" + parts[2])
        let request = WebRequest(method: call.method, path: path, body: call.body)
        if host.hasSuffix(".gw") {
            let name = String(host.dropLast(3))
            guard !down.contains(name), let gateway = gateway(name) else { return .unreachable }
            let answer = gateway.answer(request, now: now)
            return .answered(status: answer.status, body: answer.body)
        }
        guard nodeNames.contains(host), !down.contains(host) else { return .unreachable }
        if let fault = faults.first(where: { $0.node == host && $0.path == path }) {
            return .answered(status: fault.status, body: fault.body)
        }
        let clock = SteppingClock(first: now, step: wall)
        let node = PublishedNode(
            identity: VectorParty.identity(host), model: StandInModel(), clock: clock.read)
        let answer = node.answer(request, atMilliseconds: 0)
        return .answered(status: answer.status, body: answer.body)
    }
}

/// A clock that stands still but for one step, behind the first reading. One thread reads it.
private final class SteppingClock: @unchecked Sendable {
    private let first: PythonFloat
    private let step: PythonFloat
    private var isStepped = false

    init(first: PythonFloat, step: PythonFloat) {
        (self.first, self.step) = (first, step)
    }

    func read() -> PythonFloat {
        defer { isStepped = true }
        guard isStepped, case .float(let later)? = try? .float(first) + .float(step) else {
            return first
        }
        return later
    }
}
