package import PythonValues

/// A published node's requests to others, as `urllib` makes them and reads their answers.
package struct PublishedClient: Sendable {
    /// `HTTPRedirectHandler`.
    private static let repeatsMax = 4
    private static let redirectionsMax = 10
    private static let redirecting = [301, 302, 303, 307, 308]
    private static let redirectingPushes = [301, 302, 303]
    private static let followedSchemes = ["http", "https", "ftp", ""].map {
        PythonText($0).codePoints
    }

    /// The lab's own bound of one answer, four times the cap of a chain: the published node has
    /// none.
    package static let answerByteCountMax = 1 << 30

    private let transport: any NodeTransport
    private let answerByteCountMax: Int

    package init(
        transport: any NodeTransport,
        answerByteCountMax: Int = PublishedClient.answerByteCountMax
    ) {
        self.transport = transport
        self.answerByteCountMax = answerByteCountMax
    }

    /// The body of the answer to a question, or, with a body, to a push.
    ///
    /// - Parameter countMax: how much of it is read, if not all; then a body that is shorter than
    ///   announced is taken as it came.
    ///
    /// **Throws:** ``PythonError`` as `urlopen` raises it.
    package func body(
        of url: PythonText, sending body: [UInt8]? = nil, countMax: Int? = nil,
        timeoutMilliseconds: Int
    ) throws(PythonError) -> [UInt8] {
        var request = try PublishedRequest(url: url, body: body)
        // How often each URL was led to.
        var visited: [PythonText: Int] = [:]  // looked up, never iterated
        while true {
            let connection = try connection(for: request, timeoutMilliseconds)
            defer { connection.close() }
            let reader = AnswerReader(connection, byteCountMax: answerByteCountMax)
            let head = try AnswerHead(reader)
            let answer = AnswerBody(head, reader)
            if (200..<300).contains(head.status) {
                guard let countMax else { return try answer.whole() }
                return try answer.beginning(countMax)
            }
            let next = try redirection(of: request, head)
            let count = visited[next] ?? 0
            guard count < Self.repeatsMax, visited.count < Self.redirectionsMax else {
                throw Self.failure(head)
            }
            visited[next] = count + 1
            _ = try answer.whole()
            request = try PublishedRequest(url: next, body: nil)
        }
    }

    private func connection(
        for request: PublishedRequest, _ timeoutMilliseconds: Int
    ) throws(PythonError) -> any NodeConnection {
        let (host, port) = try request.destination()
        let bytes = try request.bytes()
        do throws(NodeTransportError) {
            let connection = try transport.connect(
                to: host, port: port, isSecure: request.isSecure,
                timeoutMilliseconds: timeoutMilliseconds)
            do throws(NodeTransportError) {
                try connection.send(bytes)
            } catch {
                connection.close()
                throw error
            }
            return connection
        } catch {
            switch error {
            case .unreachable(let reason), .broken(let reason):
                throw PublishedRequest.unreachable(reason)
            case .timeout: throw PublishedRequest.unreachable("timed out")
            }
        }
    }

    private static func failure(_ head: AnswerHead) -> PythonError {
        .other(name: "HTTPError", "HTTP Error \(head.status): \(head.reason)")
    }

    /// The URL that an answer leads to. **Throws:** ``PythonError`` where it leads nowhere.
    private func redirection(
        of request: PublishedRequest, _ head: AnswerHead
    ) throws(PythonError) -> PythonText {
        guard Self.redirecting.contains(head.status),
            let location = head.value("location") ?? head.value("uri")
        else { throw Self.failure(head) }
        var target = try URLText(location)
        guard Self.followedSchemes.contains(target.scheme) else { throw Self.failure(head) }
        if target.path.isEmpty, !target.place.isEmpty { target.path = PythonText("/").codePoints }
        let url = try URLText.joined(request.url, URLText.quoted(target.text))
        let isFollowed = request.body == nil || Self.redirectingPushes.contains(head.status)
        guard isFollowed else { throw Self.failure(head) }
        return url
    }
}
