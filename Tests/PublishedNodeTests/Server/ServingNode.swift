import BigInt
import GlyphChain
import PublishedNode
import PythonValues

/// A published node's server over a folder in memory, with chains that only the cheap gates pass.
struct ServingNode {
    let files = HeldFiles()
    let gate = BodyGate()

    var folder: PublishedFolder { PublishedFolder(files: files) }
    var server: PublishedServer { PublishedServer(folder: folder) }

    /// - Parameter blockCount: of the chain file; nil for none.
    init(blockCount: Int? = 2) throws {
        if let blockCount { try folder.writeChain(Self.chain(blockCount)) }
    }

    /// Genesis and blocks of 16 units of work each.
    static func chain(_ blockCount: Int) -> PythonValue {
        let target = "0f" + String(repeating: "f", count: 62)
        let blocks = (0..<blockCount).map { index -> PythonValue in
            var block = PythonDictionary()
            block["index"] = .integer(BigInt(index + 1))
            block["target"] = .text(target)
            block["block_hash"] = .text("hash \(index)")
            return .dictionary(block)
        }
        return .list([PublishedVerifier.genesis] + blocks)
    }

    func reader() -> WireReader {
        WireReader(server: server, gate: gate, clockSeconds: { 1_760_000_000 })
    }

    static func post(_ body: [UInt8], length: Int? = nil) -> [UInt8] {
        Array("POST /chain HTTP/1.1\r\nContent-Length: \(length ?? body.count)\r\n\r\n".utf8) + body
    }

    /// All of a request at once, and then its end.
    func answer(to request: [UInt8]) -> (step: WireStep, status: Int?) {
        let reader = reader()
        let step = reader.take(request)
        return (step == .needsMore ? reader.end() : step, reader.status)
    }

    func status(of request: [UInt8]) -> Int? { answer(to: request).status }
    func status(of request: String) -> Int? { status(of: Array(request.utf8)) }
}
