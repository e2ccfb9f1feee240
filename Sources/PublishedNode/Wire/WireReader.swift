internal import PythonValues

/// The state of a connection after some bytes of a request, or after their end.
package enum WireStep: Sendable, Equatable {
    case needsMore
    /// These bytes are sent, then the connection is closed; what else comes is left unread.
    case answer([UInt8])
    /// The connection is closed without a byte.
    case closed
}

/// A connection of the published node's server: it is fed the bytes of a request in any pieces
/// and says what is answered.
///
/// It holds at most a line, 99 header lines of 65,536 bytes, and a body up to the announced length,
/// which ``PublishedServer`` bounds; bodies are two at a time by the ``BodyGate``.
/// **Source:** CPython 3.11, `http.server`.
package final class WireReader {
    private enum Stage {
        case firstLine
        case head(RequestLine)
        case body(RequestLine, byteCount: Int, place: BodyGate.Place)
        case done
    }

    private let server: PublishedServer
    private let gate: BodyGate
    private let clockSeconds: () -> Int
    private var stage = Stage.firstLine
    /// The line in the making: at most a byte more than a line may have.
    private var line: [UInt8] = []
    /// The header lines, each at most as long as a line may be.
    private var head: [UInt8] = []
    private var headLineCount = 0
    private var body: [UInt8] = []

    /// The first line as it came, without its end; empty before.
    package private(set) var requestLine = ""
    /// The status of the answer; nil before it, and where there is none.
    package private(set) var status: Int?

    /// - Parameter clockSeconds: for the header Date alone.
    package init(
        server: PublishedServer, gate: BodyGate, clockSeconds: @escaping () -> Int
    ) {
        self.server = server
        self.gate = gate
        self.clockSeconds = clockSeconds
    }

    /// Whether a body is being waited for.
    package var isReadingBody: Bool {
        if case .body = stage { true } else { false }
    }

    // MARK: Bytes

    /// Takes bytes of the request; after an answer, none is looked at.
    package func take(_ bytes: some Collection<UInt8>) -> WireStep {
        var rest = Array(bytes)[...]
        while true {
            switch stage {
            case .done: return .closed
            case .firstLine, .head:
                guard let line = nextLine(&rest) else { return .needsMore }
                if let step = take(line: line) { return step }
            case .body(let request, let byteCount, _):
                // Grows with what comes, not with what is announced.
                body += rest.prefix(byteCount - body.count)
                rest = []
                guard body.count == byteCount else { return .needsMore }
                return answerBody(request)
            }
        }
    }

    /// Takes the end of input. **Result:** never ``WireStep/needsMore``.
    package func end() -> WireStep {
        while true {
            switch stage {
            case .done: return .closed
            case .firstLine where line.isEmpty:
                stage = .done
                return .closed
            case .firstLine, .head:
                let last = line
                line = []
                if let step = take(line: last) { return step }
            case .body(let request, _, _): return answerBody(request)
            }
        }
    }

    /// The next line with its end, or as much of a longer one as tells that it is too long.
    private func nextLine(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        let window = rest.prefix(RequestLine.byteCountMax + 1 - line.count)
        let end = window.firstIndex(of: 10).map { $0 + 1 } ?? window.endIndex
        line += window[..<end]
        rest = rest[end...]
        guard line.last == 10 || line.count > RequestLine.byteCountMax else { return nil }
        defer { line = [] }
        return line
    }

    // MARK: Lines

    private func take(line: [UInt8]) -> WireStep? {
        switch stage {
        case .firstLine:
            let shown = line.prefix(RequestLine.byteCountMax).filter { $0 != 13 && $0 != 10 }
            requestLine = PythonText(codePoints: shown.map { UInt32($0) }).shown
            switch RequestLine.read(line) {
            case .nothing:
                stage = .done
                return .closed
            case .page(let page): return answer(page)
            case .line(let request):
                stage = .head(request)
                return nil
            }
        case .head(let request): return take(headerLine: line, of: request)
        case .body, .done: return nil
        }
    }

    private func take(headerLine line: [UInt8], of request: RequestLine) -> WireStep? {
        func refused(_ reason: String) -> WireStep {
            answer(
                ErrorPage(
                    status: 431, reason: reason, hasHead: !request.isHeadless,
                    hasBody: !request.method.equals("HEAD")))
        }
        guard line.count <= HeaderLines.byteCountMax else { return refused("Line too long") }
        headLineCount += 1
        guard headLineCount <= HeaderLines.countMax else { return refused("Too many headers") }
        head += line
        guard line.isEmpty || line == [10] || line == [13, 10] else { return nil }
        return answerHead(request)
    }

    private func answerHead(_ request: RequestLine) -> WireStep? {
        if request.method.equals("GET") {
            return answer(server.answer(get: request.path), to: request)
        }
        guard request.method.equals("POST") else {
            let method = (try? PythonValue.string(request.method).representation().shown) ?? ""
            return answer(
                ErrorPage(
                    status: 501, reason: "Unsupported method (\(method))",
                    hasHead: !request.isHeadless, hasBody: !request.method.equals("HEAD")))
        }
        let length = HeaderLines.contentLength(in: head)
        head = []
        switch server.plan(post: request.path, contentLength: length) {
        case .answer(let answer): return self.answer(answer, to: request)
        case .body(let byteCount):
            guard let place = gate.enter() else {
                return answer(.empty(status: 503), to: request)
            }
            stage = .body(request, byteCount: byteCount, place: place)
            return nil
        }
    }

    // MARK: Answers

    private func answerBody(_ request: RequestLine) -> WireStep {
        let answer = server.answer(body: body)
        body = []
        // The gate's place goes with the stage.
        return self.answer(answer, to: request)
    }

    private func answer(_ answer: ServerAnswer, to request: RequestLine) -> WireStep {
        status = answer.status
        return finish(
            WireAnswer.bytes(
                of: answer, isHeadless: request.isHeadless, atSeconds: clockSeconds()))
    }

    private func answer(_ page: ErrorPage) -> WireStep {
        status = page.status
        return finish(WireAnswer.bytes(of: page, atSeconds: clockSeconds()))
    }

    private func finish(_ bytes: [UInt8]?) -> WireStep {
        stage = .done
        (line, head, body) = ([], [], [])
        return bytes.map { .answer($0) } ?? .closed
    }
}
