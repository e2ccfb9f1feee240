package import BigInt
package import PublishedNode
package import PythonValues
internal import Synchronization

/// A published node's ways to its peers, with a note of who answered last.
package final class WatchedPeers: PeerCalls {
    private let sync: PublishedSync
    private let folder: PublishedFolder
    private let printLine: @Sendable (String) -> Void
    /// Peers that were asked, the last answer's state each. At most the peer table's 64 and those
    /// that a user names.
    private let states = Mutex<[(url: PythonText, state: NodeView.Peer.State)]>([])

    private static let noteCountMax = 256

    package init(
        sync: PublishedSync, folder: PublishedFolder,
        printLine: @escaping @Sendable (String) -> Void
    ) {
        self.sync = sync
        self.folder = folder
        self.printLine = printLine
    }

    package func add(_ urls: [PythonValue]) throws(NodeFault) {
        try PublishedPeerTable.add(.list(urls), to: folder)
    }

    package func claimedWork(of peer: PythonValue) throws(NodeFault) -> BigInt {
        try noting(peer) { (url) throws(NodeFault) in try sync.claimedWork(of: url) }
    }

    package func sync(with peer: PythonValue) throws(NodeFault) {
        _ = try outcome(of: peer)
    }

    package func outcome(of peer: PythonValue) throws(NodeFault) -> PublishedSync.Outcome {
        try noting(peer) { (url) throws(NodeFault) in try sync.sync(with: url) }
    }

    package func push(_ chain: PythonValue, to peer: PythonValue) {
        do throws(NodeFault) {
            let word = try noting(peer) { (url) throws(NodeFault) in
                try sync.push(chain, to: url)
            }
            let (name, text) = (Self.shown(peer), Self.shown(word))
            printLine("[run] push -> \(name): \(text)")
        } catch {
            // The published node is silent about it, too; the peer's state tells.
        }
    }

    package func verdict(
        on remote: PythonValue, local: PythonValue
    ) throws(NodeFault) -> ChainVerdict {
        let resolution = try sync.resolution(local: local, remote: remote)
        return ChainVerdict(
            chain: resolution.adopted ?? local, isAdopted: resolution.adopted != nil,
            why: resolution.reason)
    }

    /// The peers of a table as a view has them.
    package func view(of table: PythonValue) -> [NodeView.Peer] {
        guard case .list(let urls) = table else { return [] }
        let states = states.withLock { $0 }
        return urls.compactMap { url in
            guard case .string(let text) = url else { return nil }
            return NodeView.Peer(
                url: text.shown, state: states.first { $0.url == text }?.state ?? .unasked)
        }
    }

    private func noting<Value>(
        _ peer: PythonValue, _ body: (PythonText) throws(NodeFault) -> Value
    ) throws(NodeFault) -> Value {
        guard case .string(let url) = peer else {
            throw .python(
                .attribute("'\(peer.typeName)' object has no attribute 'rstrip'"))
        }
        do throws(NodeFault) {
            let value = try body(url)
            note(url, .answers)
            return value
        } catch {
            note(url, .silent)
            throw error
        }
    }

    private func note(_ url: PythonText, _ state: NodeView.Peer.State) {
        states.withLock { states in
            states.removeAll { $0.url == url }
            if states.count >= Self.noteCountMax { states.removeFirst() }
            states.append((url, state))
        }
    }

    private static func shown(_ value: PythonValue) -> String {
        ((try? value.text()) ?? PythonText(value.typeName)).shown
    }
}
