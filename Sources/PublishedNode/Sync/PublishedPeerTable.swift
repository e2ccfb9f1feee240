package import PythonValues

/// The published rules for new peers.
package enum PublishedPeerTable {
    /// `PEERS_MAX`.
    package static let countMax = 64
    package static let pointCountMax = 256
    private static let schemes = ["http://", "https://"].map { PythonText($0).codePoints }
    private static let slash = UInt32(UInt8(ascii: "/"))

    /// Adds URLs to those of the folder, and writes the file, changed or not.
    ///
    /// - Parameter urls: a list; of an object its keys are added, of a text its letters.
    ///
    /// **Throws:** ``NodeFault``.
    package static func add(
        _ urls: PythonValue, to folder: PublishedFolder
    ) throws(NodeFault) {
        let peers = try folder.peers()
        let added: PythonValue
        do throws(PythonError) {
            added = try adding(urls, to: peers)
        } catch {
            throw .python(error)
        }
        try folder.writePeers(added)
    }

    /// **Throws:** ``PythonError`` for URLs that cannot be iterated, and for a table that is no
    /// list.
    package static func adding(
        _ urls: PythonValue, to table: PythonValue
    ) throws(PythonError) -> PythonValue {
        var peers = table
        for item in try urls.elements() {
            guard case .string(let text) = item else { continue }
            let url = trimmed(text.stripped())
            guard schemes.contains(where: { url.codePoints.starts(with: $0) }),
                url.codePoints.count <= pointCountMax
            else { continue }
            switch peers {
            case .list(let known):
                let isKnown = known.contains { $0.equals(.string(url)) }
                if !isKnown, known.count < countMax { peers = .list(known + [.string(url)]) }
            case .none, .boolean, .integer, .float:
                throw .type("argument of type '\(peers.typeName)' is not iterable")
            case .string, .dictionary:
                throw .attribute("'\(peers.typeName)' object has no attribute 'append'")
            }
        }
        return peers
    }

    /// The URL without slashes at its end.
    static func trimmed(_ url: PythonText) -> PythonText {
        let end = url.codePoints.lastIndex { $0 != slash }.map { $0 + 1 } ?? 0
        return PythonText(codePoints: Array(url.codePoints[..<end]))
    }
}
