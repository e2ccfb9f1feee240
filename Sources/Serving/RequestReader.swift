package import Routing

/// The requests of a connection, taken from its bytes as they come, however they are cut.
package struct RequestReader {
    /// The finding about the bytes so far.
    package enum Step {
        case needsMore
        /// The head is there, and its sender waits for leave to send the body. Told once.
        case mayContinue
        case whole(WebRequest, RequestFields, keepsAlive: Bool)
    }

    private enum State {
        /// - Parameter scanned: bytes of the buffer that hold no end of the head.
        case head(scanned: Int)
        case length(RequestHead, Int)
        case chunked(RequestHead, ChunkedBody)
    }

    private let limits: ServingLimits
    private var state = State.head(scanned: 0)
    /// The bytes that are not used yet: at most a head, or one part of a body.
    private var buffer: [UInt8] = []
    private var isContinueOwed = false

    package init(limits: ServingLimits) {
        self.limits = limits
    }

    /// Whether a request has begun that is not whole.
    package var isWithinRequest: Bool {
        if case .head = state { !buffer.isEmpty } else { true }
    }

    /// **Precondition:** the last step needed more, so that what waits here stays small.
    package mutating func take(_ bytes: [UInt8]) {
        buffer += bytes
    }

    /// - Throws: ``RequestRefusal``; the connection bears no further request then.
    package mutating func step() throws(RequestRefusal) -> Step {
        if case .head(let scanned) = state {
            guard let head = try takeHead(from: scanned) else { return .needsMore }
            try begin(head)
        }
        if isContinueOwed {
            isContinueOwed = false
            // Who has sent the body already does not wait.
            if buffer.isEmpty { return .mayContinue }
        }
        switch state {
        case .head:
            return .needsMore
        case .length(let head, let count):
            guard buffer.count >= count else { return .needsMore }
            let body = Array(buffer.prefix(count))
            buffer.removeFirst(count)
            return finish(head, body)
        case .chunked(let head, var chunks):
            // Moved out and in, so that the body is not copied.
            state = .head(scanned: 0)
            let count = try chunks.take(buffer[...])
            buffer.removeFirst(count)
            guard chunks.isWhole else {
                state = .chunked(head, chunks)
                return .needsMore
            }
            return finish(head, chunks.body)
        }
    }

    private mutating func begin(_ head: RequestHead) throws(RequestRefusal) {
        isContinueOwed = head.expectsContinue
        switch head.framing {
        case .length(let count):
            guard count <= limits.bodyByteCountMax else {
                throw RequestRefusal(
                    413,
                    "expected a body of at most \(limits.bodyByteCountMax) bytes, got \(count)")
            }
            state = .length(head, count)
        case .chunked:
            state = .chunked(
                head,
                ChunkedBody(
                    bodyByteCountMax: limits.bodyByteCountMax,
                    trailerByteCountMax: limits.headByteCountMax))
        }
    }

    private mutating func finish(_ head: RequestHead, _ body: [UInt8]) -> Step {
        state = .head(scanned: 0)
        return .whole(
            WebRequest(method: head.method, path: head.path, query: head.query, body: body),
            head.routed, keepsAlive: head.keepsAlive)
    }

    // MARK: The head

    /// The head, if its end is there; it leaves the buffer.
    private mutating func takeHead(from scanned: Int) throws(RequestRefusal) -> RequestHead? {
        var start = scanned
        // Some clients send a line's end behind a body.
        while scanned == 0, buffer.starts(with: [13, 10]) {
            buffer.removeFirst(2)
            start = 0
        }
        for index in start..<max(start, buffer.count) where buffer[index] == 10 {
            guard index > 0, buffer[index - 1] == 13 else {
                throw RequestRefusal(400, "expected lines that end with CR and LF")
            }
            guard index >= 3, buffer[index - 2] == 10 else { continue }
            guard index < limits.headByteCountMax else { throw tooLong }
            let lines = buffer[..<(index - 1)].split(separator: 10).map { $0.dropLast() }
            let head = try RequestHead(lines: lines)
            buffer.removeFirst(index + 1)
            return head
        }
        guard buffer.count <= limits.headByteCountMax else { throw tooLong }
        // A lone CR may be the begin of a line's end that is skipped above.
        state = .head(scanned: buffer.count < 2 ? 0 : buffer.count)
        return nil
    }

    private var tooLong: RequestRefusal {
        let lineEnd = buffer.prefix(limits.headByteCountMax).contains(10)
        return lineEnd
            ? RequestRefusal(
                431, "expected a head of at most \(limits.headByteCountMax) bytes")
            : RequestRefusal(
                414, "expected a first line of at most \(limits.headByteCountMax) bytes")
    }
}
