internal import BigInt
package import PythonValues

/// The published node's own routes: it reads its folder anew for every request, and writes the
/// inbox alone. Values in, values out; ``WireReader`` has them as bytes.
package struct PublishedServer: Sendable {
    /// The most bytes of a chain that is taken.
    package static let chainByteCountMax = 268_435_456
    /// The size that counts where there is no chain file, and what is added to four sizes.
    private static let byteCountBase = 1 << 20

    package let folder: PublishedFolder
    private let statuses = StatusMemory()

    package init(folder: PublishedFolder) {
        self.folder = folder
    }

    /// Answers a request whose body is there, as if no other body were being read.
    package func answer(_ request: ServerRequest) -> ServerAnswer {
        switch request.method {
        case .get: return answer(get: request.path)
        case .post:
            switch plan(post: request.path, contentLength: request.contentLength) {
            case .answer(let answer): return answer
            case .body(let byteCount): return answer(body: Array(request.body.prefix(byteCount)))
            }
        }
    }

    // MARK: GET

    package func answer(get path: PythonText) -> ServerAnswer {
        guard path.equals("/status") else { return answer(readingFor: path) }
        return statuses.answer(while: folder.files.mark(of: .chain)) {
            answer(readingFor: path)
        }
    }

    private func answer(readingFor path: PythonText) -> ServerAnswer {
        do throws(NodeFault) {
            // Read first, for any path.
            let chain = try folder.chain()
            let value: PythonValue
            if path.equals("/chain") {
                value = chain
            } else if path.equals("/status") {
                value = try Self.python { () throws(PythonError) in
                    try ChainFacts.status(of: chain)
                }
            } else if path.equals("/peers") {
                value = try folder.peers()
            } else {
                return .empty(status: 404)
            }
            let body = try Self.python { () throws(PythonError) in try NodeJSON.spaced(value) }
            return .json(status: 200, body: body)
        } catch {
            return .raised(error)
        }
    }

    // MARK: POST

    /// Decides on a POST by its path and its announced length.
    package func plan(post path: PythonText, contentLength: PythonText?) -> PostPlan {
        guard path.equals("/chain") else { return .answer(.empty(status: 404)) }
        var length: BigInt = 0
        if let text = contentLength, !text.codePoints.isEmpty {
            do {
                length = try text.integer()
            } catch {
                return .answer(.raised(.python(error)))
            }
        }
        guard length >= 1, let byteCount = Int(exactly: length), byteCount <= bodyByteCountMax
        else { return .answer(.empty(status: 413)) }
        return .body(byteCount: byteCount)
    }

    /// Four times the chain file and a mebibyte, and never above ``chainByteCountMax``.
    package var bodyByteCountMax: Int {
        let size = folder.files.byteCount(of: .chain) ?? Self.byteCountBase
        guard size < Self.chainByteCountMax / 4 else { return Self.chainByteCountMax }
        return min(Self.chainByteCountMax, 4 * size + Self.byteCountBase)
    }

    /// Puts a body to the cheap gates, and what passes them into the inbox.
    package func answer(body: [UInt8]) -> ServerAnswer {
        do throws(NodeFault) {
            let (status, result) = try judge(body)
            return Self.result(result, status: status)
        } catch {
            return Self.result("malformed: \(error)", status: 400)
        }
    }

    private func judge(_ body: [UInt8]) throws(NodeFault) -> (status: Int, result: String) {
        let remote = try Self.python { () throws(PythonError) in try NodeJSON.parse(body) }
        let local = try folder.chain()
        let isSameGenesis = try Self.python { () throws(PythonError) in
            try remote.firstElement().equals(parsed: local.firstElement())
        }
        guard isSameGenesis else { return (400, "rejected: different genesis") }
        let remoteWork = try Self.work(of: remote)
        guard try remoteWork > Self.work(of: local) else {
            return (200, "rejected: not more work")
        }
        if let pending = try folder.inbox() {
            guard try remoteWork > Self.work(of: pending) else {
                return (200, "queued already has higher-work candidate")
            }
        }
        try folder.writeInbox(remote)
        return (202, "queued for verification")
    }

    private static func work(of chain: PythonValue) throws(NodeFault) -> BigInt {
        try python { () throws(PythonError) in try ChainFacts.work(of: chain) }
    }

    private static func python<Value>(
        _ body: () throws(PythonError) -> Value
    ) throws(NodeFault) -> Value {
        do throws(PythonError) { return try body() } catch { throw .python(error) }
    }

    private static func result(_ text: String, status: Int) -> ServerAnswer {
        var answer = PythonDictionary()
        answer["result"] = .text(text)
        do {
            return .json(status: status, body: try NodeJSON.spaced(.dictionary(answer)))
        } catch {
            return .raised(.python(error))
        }
    }
}
