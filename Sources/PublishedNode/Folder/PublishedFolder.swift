internal import GlyphChain
package import PythonValues

/// A published node's folder, as values: each file is read and written in the node's own way.
package struct PublishedFolder: Sendable {
    package let files: any NodeFiles

    package init(files: any NodeFiles) {
        self.files = files
    }

    // MARK: Files

    /// The blocks, or whatever else lies there; genesis alone where there is no file.
    package func chain() throws(NodeFault) -> PythonValue {
        try value(.chain) ?? .list([PublishedVerifier.genesis])
    }

    package func writeChain(_ chain: PythonValue) throws(NodeFault) {
        try replace(
            .chain,
            with: Self.bytes { () throws(PythonError) in
                try NodeJSON.indented(chain)
            })
    }

    /// The peers' URLs, or whatever else lies there.
    package func peers() throws(NodeFault) -> PythonValue { try value(.peers) ?? .list([]) }

    package func writePeers(_ peers: PythonValue) throws(NodeFault) {
        try overwrite(.peers, with: peers)
    }

    package func mempool() throws(NodeFault) -> PythonValue { try value(.mempool) ?? .list([]) }

    package func writeMempool(_ payments: PythonValue) throws(NodeFault) {
        try overwrite(.mempool, with: payments)
    }

    package func wallets() throws(NodeFault) -> PythonValue {
        try value(.wallets) ?? .dictionary(PythonDictionary())
    }

    package func writeWallets(_ wallets: PythonValue) throws(NodeFault) {
        try overwrite(.wallets, with: wallets)
    }

    /// The pending chain; nil where there is none.
    package func inbox() throws(NodeFault) -> PythonValue? { try value(.inbox) }

    package func writeInbox(_ chain: PythonValue) throws(NodeFault) {
        try replace(
            .inbox,
            with: Self.bytes { () throws(PythonError) in
                try NodeJSON.spaced(chain)
            })
    }

    package func removeInbox() throws(NodeFault) {
        try Self.file { () throws(NodeFileError) in try files.remove(.inbox) }
    }

    // MARK: Values and bytes

    private func value(_ file: NodeFile) throws(NodeFault) -> PythonValue? {
        let read = try Self.file { () throws(NodeFileError) in try files.read(file) }
        guard let bytes = read else { return nil }
        return try Self.bytes { () throws(PythonError) in try NodeJSON.parse(text: bytes) }
    }

    private func replace(_ file: NodeFile, with bytes: [UInt8]) throws(NodeFault) {
        try Self.file { () throws(NodeFileError) in try files.replace(file, with: bytes) }
    }

    private func overwrite(_ file: NodeFile, with value: PythonValue) throws(NodeFault) {
        let bytes = try Self.bytes { () throws(PythonError) in try NodeJSON.indented(value) }
        try Self.file { () throws(NodeFileError) in try files.overwrite(file, with: bytes) }
    }

    private static func file<Value>(
        _ body: () throws(NodeFileError) -> Value
    ) throws(NodeFault) -> Value {
        do throws(NodeFileError) { return try body() } catch { throw .file(error) }
    }

    private static func bytes<Value>(
        _ body: () throws(PythonError) -> Value
    ) throws(NodeFault) -> Value {
        do throws(PythonError) { return try body() } catch { throw .python(error) }
    }
}
