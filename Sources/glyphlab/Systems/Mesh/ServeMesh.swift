import ArgumentParser
import Encodings
import MeshNetwork
import MeshServing
import Platform
import Reports
import Trials

/// The address of a mesh's node that an option gives.
extension MeshPeerAddress: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }
}

struct ServeMesh: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mesh",
        abstract: "Run a node of the mesh, over TCP.",
        discussion: """
            The first line of standard output, once the node is one of its mesh, is the address by \
            which others join: KEY@ADDRESS:PORT. --network is a folder that 'system keygen mesh' \
            made, whose mesh.json stands in for the chain. The protocol is the laboratory's own: \
            frames of 4 bytes of length and one message; libp2p, which the published node speaks, \
            is not embedded. The node's operator asks it by 'system client mesh', which finds it \
            by a control file that only this user may read. With --store, records are on the disk \
            before anybody is told that they are held: a node that was killed comes back with \
            them; a damaged store ends the node with 65. SIGINT or SIGTERM ends it with 0; that no \
            peer let it join, with 2.
            Example: glyphlab system serve mesh --network swarm --key swarm/node_1.key --new-swarm
            Example: glyphlab system serve mesh --network swarm --key swarm/node_2.key \
            --peer KEY@127.0.0.1:4001 --store node_2.store
            """)

    @Option(help: "The network's folder, which has mesh.json.")
    var network: String

    @Option(help: "The node's key file, of mode 0600.")
    var key: String

    @Option(
        help: """
            ADDRESS:PORT of IPv4, at which others reach the node, or a PORT of 127.0.0.1; 0 is any \
            free port.
            """)
    var listen = "0"

    @Flag(help: "Start a swarm, which others join.")
    var newSwarm = false

    @Option(help: "The address of a node to join by, KEY@ADDRESS:PORT; may be repeated.")
    var peer: [MeshPeerAddress] = []

    @Option(help: "The file that keeps the node's records, made where there is none.")
    var store: String?

    @Option(
        help: """
            The file that tells clients where the node listens to its operator; by default the key \
            file's name with .control in the place of .key.
            """)
    var control: String?

    @Flag(help: "End when standard input ends, as with the program that started this.")
    var untilInputEnds = false

    @OptionGroup var format: FormatOption

    private var address: MeshAddress? {
        if let address = MeshAddress(listen) { return address }
        return MeshAddress("\(MeshAddress.loopback):\(listen)")
    }

    private var controlPath: String {
        control ?? (key.hasSuffix(".key") ? String(key.dropLast(4)) : key) + ".control"
    }

    func validate() throws {
        guard let address, address.host != "0.0.0.0" else {
            throw ValidationError(
                "listen: expected PORT or ADDRESS:PORT with an address of IPv4 at which others "
                    + "reach the node, got \(listen)")
        }
        guard newSwarm != !peer.isEmpty else {
            throw ValidationError(
                "new-swarm, peer: expected one of them, got \(newSwarm ? "both" : "none")")
        }
        guard peer.count <= 64 else {
            throw ValidationError("peer: expected at most 64, got \(peer.count)")
        }
    }

    func run() throws {
        try Outcome.ending { try MeshErrors.told(serve) }
    }

    private func serve() throws -> Outcome {
        let mesh = try MeshNetworkFile(folder: network)
        let signer = try MeshKeyFile.signer(key)
        guard mesh.registry.peer(signer.key) != nil else {
            throw Failure(
                outcome: .badInput,
                message: "\(key): expected the key of a peer of \(network)/\(MeshNetworkFile.name)"
                    + ", got \(Hexadecimal.text(of: signer.key.bytes))")
        }
        try checkControl()
        let kept = try store.map { try opened($0, mesh.parameters) }
        let limits = MeshServingLimits()
        guard let address else {
            throw Failure(outcome: .badInput, message: "listen: got \(listen)")
        }
        let server = try MeshServer(
            mesh, signer, at: address, peers: peer, store: kept, limits: limits)
        defer { server.stop() }
        try server.control.write(to: controlPath)
        defer { try? WholeFile.remove(controlPath) }
        if let reason = server.joinReason(afterMilliseconds: limits.joinMilliseconds) {
            throw Failure(
                outcome: .inconclusive,
                message: "expected to join the mesh within \(limits.joinMilliseconds / 1_000) s, "
                    + "got: \(reason)")
        }
        let interruption = Signals.expectInterruption(orInputEnd: untilInputEnds)
        format.write(
            text: "\(server.address)\n",
            json: .object([
                JSONMember("address", .string("\(server.address)")),
                JSONMember("control", .string(controlPath)),
                JSONMember("restored", .integer(server.restoredCount)),
            ]))
        interruption.wait()
        return .holds
    }

    /// Two processes with one key would speak over each other.
    private func checkControl() throws {
        guard let there = try? ControlFile(path: controlPath),
            (try? ControlClient.result(of: .status, at: there, milliseconds: 2_000)) != nil
        else { return }
        throw Failure(
            outcome: .badInput,
            message: "\(controlPath): expected no node at work with it, got one")
    }

    private func opened(_ path: String, _ parameters: MeshParameters) throws -> MeshStoreFile {
        do {
            return try MeshStoreFile(path: path, parameters)
        } catch let refusal as Refusal {
            throw Failure(
                outcome: .badInput, message: "\(path): expected a whole store, got: \(refusal)")
        } catch PlatformError.locked {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected a store that no other process uses, got one in use")
        }
    }
}
