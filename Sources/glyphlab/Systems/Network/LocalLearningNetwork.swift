import LearningNetwork
import Platform
import Reports
import Routing
import Serving

/// The three authorities of a training ledger and one of its nodes, as processes on this machine
/// which end with this value.
final class LocalLearningNetwork {
    private static let blockSeconds = "1"

    private let folder: String
    private let names: [String]
    private let processes: [ServedProcess]

    /// Starts all parties; the network's files are made where there are none.
    ///
    /// **Throws:** where a party does not begin.
    init(folder: String) throws {
        if !Folder.fileExists(Folder.path(folder, LearningFolder.genesisName)) {
            _ = try NewLearningNetwork(folder: folder, settings: NewLearningNetwork.Settings())
        }
        self.folder = folder
        names = Array(NewLearningNetwork.names.prefix(NewLearningNetwork.authorityCount + 1))
        let ports = try Self.freePorts(names.count)
        var processes: [ServedProcess] = []
        for (place, name) in names.enumerated() {
            let peers = ports.indices.filter { $0 != place }
                .flatMap { ["--peer", "http://127.0.0.1:\(ports[$0])"] }
            let isAuthority = place < NewLearningNetwork.authorityCount
            processes.append(
                try ServedProcess(
                    name: name,
                    arguments: [
                        "learning", "--network", folder, "--name", name, "--store",
                        "\(folder)/\(name).store", "--listen", "127.0.0.1:\(ports[place])",
                    ] + peers + (isAuthority ? ["--identity", "\(folder)/\(name).key"] : [])
                        + (place == 0 ? ["--mine", "--block-seconds", Self.blockSeconds] : [])))
        }
        self.processes = processes
    }

    /// Ports that nobody listens at now: all parties know all others from the start.
    private static func freePorts(_ count: Int) throws -> [Int] {
        let limits = ServingLimits(
            bodyByteCountMax: 1, connectionCountMax: 1, requestMilliseconds: 1_000)
        let listeners = try (0..<count).map { _ in
            try Listener(at: ListeningAddress(port: 0), limits: limits) { _, _ in
                WebAnswer(status: 503, body: [])
            }
        }
        defer { for listener in listeners { listener.stop() } }
        return listeners.map(\.address.port)
    }

    /// The environment's variables by which a command finds the parties.
    var variables: [(name: String, value: String)] {
        let count = NewLearningNetwork.authorityCount
        return processes.enumerated().map { place, process in
            (place < count ? "AUTHORITY_\(place)" : "NODE_\(place)", process.url)
        }
    }

    /// The parties, and where each is.
    var text: String {
        var table = ColumnTable(corner: "party", titles: ["place"])
        for (name, process) in zip(names, processes) { table.add(name, [process.url]) }
        return table.text
    }

    /// Ends all parties.
    func stop() {
        for process in processes { process.stop() }
    }
}
