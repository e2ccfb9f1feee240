internal import FlyingSocks
internal import Foundation
package import MeshNetwork
internal import Platform

/// A node of the hardened mesh over TCP.
///
/// The protocol is the laboratory's own; libp2p, which the published node speaks, is not embedded.
/// A connection begins with a frame of the node that accepted it: its signed card. Then come frames
/// of one message each, requests of the node that dialled and answers to them. A frame is a length
/// of 4 bytes, big-endian, and so many bytes.
///
/// **Bounds:** ``MeshServingLimits``. One thread does all.
package final class MeshServer: Sendable {
    /// The node's key, and where it listens.
    package let address: MeshPeerAddress
    /// The place at which the operator asks.
    package let control: ControlFile
    /// Records that the store held and that count.
    package let restoredCount: Int

    private let shared = ServerState()

    /// Listens, and lets the node work from now on. The process ignores SIGPIPE from then on.
    ///
    /// - Parameters:
    ///   - wanted: where others reach the node.
    ///   - peers: by which it joins; with none it starts a swarm.
    /// **Throws:** ``MeshListeningError``.
    package init(
        _ network: MeshNetworkFile, _ signer: MeshSigner, at wanted: MeshAddress,
        peers: [MeshPeerAddress] = [], store: MeshStoreFile? = nil,
        limits: MeshServingLimits = MeshServingLimits()
    ) throws(MeshListeningError) {
        Signals.failWrites()
        let (listening, bound) = try MeshSocket.listening(at: wanted)
        do throws(MeshListeningError) {
            let (controlling, place) = try MeshSocket.listening(
                at: MeshAddress(loopbackPort: 0))
            address = MeshPeerAddress(key: signer.key, address: bound)
            control = ControlFile(drawnFor: place)
            var node = MeshNode(
                network.parameters, network.registry, signer, address: bound.bytes,
                atMilliseconds: max(0, WallClock.milliseconds), seed: control.token)
            restoredCount = node.restore(store?.records ?? [])
            let (started, own, token, shared) = (node, address, control.token, shared)
            Thread.detachNewThread {
                var reactor = MeshReactor(
                    started, own, listening: listening, controlling: controlling, token: token,
                    peers: peers, store: store, limits, shared)
                reactor.run()
            }
        } catch {
            try? listening.close()
            throw error
        }
    }

    /// Waits until the node is one of its mesh. **Result:** nil if it is, or why it is not.
    package func joinReason(afterMilliseconds milliseconds: Int) -> String? {
        shared.joinReason(afterMilliseconds: milliseconds)
    }

    /// Ends all connections, and waits until nothing more is written. Called once.
    package func stop() { shared.stop() }
}
