package import BigInt
package import Fingerprints
package import PythonValues
package import Trials

/// A published node's dealings with others: it asks for their chains, and pushes its own.
package struct PublishedSync: Sendable {
    package enum Outcome: Sendable {
        case inSync
        /// The other's chain is longer than a node takes, in bytes.
        case tooBig
        case resolved(PublishedResolution)

        /// The text that the published function returns.
        package var text: String {
            switch self {
            case .inSync: "in-sync"
            case .tooBig: "too-big"
            case .resolved(let resolution): resolution.reason
            }
        }
    }

    /// `MAX_CHAIN_BYTES`.
    package static let chainByteCountMax = 268_435_456
    private static let tipPointCount = 16

    private enum Timeout {
        static let status = 10_000
        static let poll = 5_000
        static let peers = 10_000
        static let chain = 60_000
        static let push = 30_000
    }

    private let folder: PublishedFolder
    private let client: PublishedClient
    private let proofs: any ProofSource
    private let guards: Guards
    private let clockSeconds: @Sendable () -> Int
    private let chainByteCountMax: Int
    private let noteRefusals: @Sendable ([Refusal]) -> Void
    private let printLine: @Sendable (String) -> Void

    /// - Parameters:
    ///   - guards: the published checks that stand; trials take some out.
    ///   - clockSeconds: the time in seconds since 1970.
    ///   - noteRefusals: takes what a chain is refused by, for those who look on.
    ///   - printLine: takes each line that the published program prints.
    package init(
        folder: PublishedFolder, client: PublishedClient, proofs: any ProofSource,
        guards: Guards = .all, clockSeconds: @escaping @Sendable () -> Int,
        chainByteCountMax: Int = PublishedSync.chainByteCountMax,
        noteRefusals: @escaping @Sendable ([Refusal]) -> Void = { _ in },
        printLine: @escaping @Sendable (String) -> Void
    ) {
        self.folder = folder
        self.client = client
        self.proofs = proofs
        self.guards = guards
        self.clockSeconds = clockSeconds
        self.chainByteCountMax = chainByteCountMax
        self.noteRefusals = noteRefusals
        self.printLine = printLine
    }

    // MARK: Asking

    /// Asks a peer for what it has, and adopts its chain where that is better.
    ///
    /// **Throws:** ``NodeFault`` where the published function raises.
    package func sync(with url: PythonText) throws(NodeFault) -> Outcome {
        let base = PublishedPeerTable.trimmed(url)
        let status = try told { () throws(PythonError) in
            let status = try value(at: base, "/status", Timeout.status)
            let height = try status.member("height").text()
            let tip = try Self.beginning(of: status.member("tip")).text()
            let model = try status.member("model").text()
            try printed(
                PythonText("[sync] peer height=") + height + PythonText(" tip=") + tip
                    + PythonText("... model=") + model)
            return status
        }
        try PublishedPeerTable.add(.list([.string(base)]), to: folder)
        learnPeers(from: base)
        let local = try folder.chain()
        let isSame = try told { () throws(PythonError) in
            try status.member("tip").equals(ChainFacts.tip(of: local))
        }
        if isSame {
            printLine("[sync] already in sync")
            return .inSync
        }
        guard let remote = try chain(at: base) else {
            printLine("[sync] rejected: peer chain exceeds size cap")
            return .tooBig
        }
        let resolution = try resolution(local: folder.chain(), remote: remote)
        printLine("[sync] \(resolution.reason)")
        if let adopted = resolution.adopted {
            try folder.writeChain(adopted)
            let height = try told { () throws(PythonError) in try ChainFacts.height(of: adopted) }
            printLine("[sync] local chain now height \(height)")
        }
        return .resolved(resolution)
    }

    /// Judges another chain against a node's own. **Throws:** ``NodeFault/python(_:)``.
    package func resolution(
        local: PythonValue, remote: PythonValue
    ) throws(NodeFault) -> PublishedResolution {
        try told { () throws(PythonError) in
            let resolution = try PublishedResolution(
                local: local, remote: remote, proofs: proofs, guards: guards,
                clockSeconds: clockSeconds)
            noteRefusals(resolution.refusals)
            return resolution
        }
    }

    /// A peer's claim of its work, as `int` reads it. **Throws:** ``NodeFault/python(_:)``.
    package func claimedWork(of url: PythonText) throws(NodeFault) -> BigInt {
        try told { () throws(PythonError) in
            let base = PublishedPeerTable.trimmed(url)
            let work = try value(at: base, "/status", Timeout.poll).member("work")
            return try work.convertedToInteger()
        }
    }

    /// Any failure is ignored.
    private func learnPeers(from base: PythonText) {
        do throws(NodeFault) {
            let urls = try told { () throws(PythonError) in
                try value(at: base, "/peers", Timeout.peers)
            }
            try PublishedPeerTable.add(urls, to: folder)
        } catch {
            // The published program has `except Exception: pass` here.
        }
    }

    private func chain(at base: PythonText) throws(NodeFault) -> PythonValue? {
        try told { () throws(PythonError) in
            let bytes = try client.body(
                of: base + PythonText("/chain"), countMax: chainByteCountMax + 1,
                timeoutMilliseconds: Timeout.chain)
            guard bytes.count <= chainByteCountMax else { return nil }
            let chain = try NodeJSON.parse(bytes)
            let height = try ChainFacts.height(of: chain)
            printLine(
                "[sync] fetched \(height) blocks; verifying (re-running \(height) inferences) ...")
            return chain
        }
    }

    private func value(
        at base: PythonText, _ path: String, _ timeoutMilliseconds: Int
    ) throws(PythonError) -> PythonValue {
        try NodeJSON.parse(
            client.body(
                of: base + PythonText(path), timeoutMilliseconds: timeoutMilliseconds))
    }

    /// `value[:16]`. **Throws:** ``PythonError/type(_:)`` for a value that has no slices.
    private static func beginning(of value: PythonValue) throws(PythonError) -> PythonValue {
        switch value {
        case .string(let text):
            return .string(PythonText(codePoints: Array(text.codePoints.prefix(tipPointCount))))
        case .list(let elements): return .list(Array(elements.prefix(tipPointCount)))
        case .dictionary: throw .type("unhashable type: 'slice'")
        case .none, .boolean, .integer, .float:
            throw .type("'\(value.typeName)' object is not subscriptable")
        }
    }

    // MARK: Pushing

    /// Pushes a chain to a peer. **Result:** the peer's word for it, of whatever type; an empty
    /// text where it has none.
    ///
    /// **Throws:** ``NodeFault/python(_:)``.
    package func push(
        _ chain: PythonValue, to url: PythonText
    ) throws(NodeFault) -> PythonValue {
        try told { () throws(PythonError) in
            let answer = try NodeJSON.parse(
                client.body(
                    of: PublishedPeerTable.trimmed(url) + PythonText("/chain"),
                    sending: NodeJSON.spaced(chain), timeoutMilliseconds: Timeout.push))
            guard case .dictionary(let members) = answer else {
                throw .attribute("'\(answer.typeName)' object has no attribute 'get'")
            }
            return members["result"] ?? .text("")
        }
    }

    // MARK: Ways

    /// **Throws:** ``PythonError/unicode(_:)`` for a text that cannot be printed.
    private func printed(_ text: PythonText) throws(PythonError) {
        printLine(String(decoding: try text.utf8(), as: UTF8.self))
    }

    private func told<Value>(
        _ body: () throws(PythonError) -> Value
    ) throws(NodeFault) -> Value {
        do throws(PythonError) { return try body() } catch { throw .python(error) }
    }
}
