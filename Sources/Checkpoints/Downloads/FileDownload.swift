internal import Encodings
internal import Platform

/// The download of a file: requests, resumed and repeated within bounds, until the bytes are those
/// that are pinned, or, without a pin, as many as the server announced.
struct FileDownload {
    static let requestCountMax = 100
    static let fruitlessCountMax = 5
    static let retryAfterSecondsMax = 60

    private let pin: ModelManifest.Content?
    /// The pinned length, or the one that was announced; nil before that.
    private var byteCount: Int?
    private let path: String
    private let url: String
    private let outside: DownloadOutside
    private let partial: PartialFile
    /// How much of the file as it is now came with an earlier run.
    private(set) var resumedByteCount: Int
    private(set) var requests: [DownloadRequest] = []
    private var byteCountMax: Int
    private var fruitlessCount = 0
    private var hasStartedOver = false
    /// How often all bytes came in this run and were wrong.
    private var wrongCount = 0

    init(
        _ pin: ModelManifest.Content?, path: String, url: String, partial: PartialFile,
        outside: DownloadOutside
    ) {
        self.pin = pin
        byteCount = pin?.byteCount
        self.path = path
        self.url = url
        self.partial = partial
        self.outside = outside
        resumedByteCount = partial.byteCount
        byteCountMax = partial.byteCount
    }

    /// Ends with the partial file whole, right and synced, and returns what it holds.
    ///
    /// **Throws:** ``DownloadError``, ``PlatformError``.
    mutating func run() throws -> ModelManifest.Content {
        // Without a pin nothing says that bytes of an earlier run belong to the same file.
        if partial.byteCount > byteCount ?? 0 { try startOver() }
        while true {
            while byteCount.map({ partial.byteCount < $0 }) ?? true { try request() }
            try partial.sync()
            let digest = try FileDigest.sha256(partial.path)
            let got = ModelManifest.Content(byteCount: digest.byteCount, sha256: digest.text)
            guard let pin, got != pin else { return got }
            wrongCount += resumedByteCount == 0 ? 1 : 0
            try startOver()
            guard wrongCount < 2 else {
                throw refused("SHA-256, fetched twice", pin.sha256, got.sha256)
            }
        }
    }

    private mutating func startOver() throws {
        try partial.truncate(to: 0)
        resumedByteCount = 0
        byteCountMax = 0
        fruitlessCount = 0
    }

    private mutating func request() throws {
        guard requests.count < Self.requestCountMax else {
            throw unreachable("none after \(Self.requestCountMax) requests")
        }
        let start = partial.byteCount
        let request = HTTPRequest(url: url, rangeStart: start > 0 ? start : nil)
        let receiver = BodyReceiver(byteCount, partial, progress: outside.progress)
        let exchange = outside.transport.get(request, receiver)
        requests.append(DownloadRequest(url: url, range: request.range, exchange: exchange))
        if let error = receiver.error { throw error }
        byteCount = byteCount ?? receiver.announcedByteCount
        if exchange.ending == .complete { try receiver.dropsShort() }
        // A 200 brings the file from its start, whatever was asked.
        if exchange.head?.status == 200 { resumedByteCount = 0 }
        switch receiver.answer {
        case .startOver(let what, let expected, let got)?:
            guard !hasStartedOver else { throw refused(what, expected, got) }
            hasStartedOver = true
            try startOver()
        case .refused(let what, let expected, let got)?:
            throw refused(what, expected, got)
        case .later(let status)?:
            try wait("status \(status)", atLeastSeconds: exchange.head?.retryAfterSeconds ?? 0)
        case .body?, nil:
            guard byteCount.map({ partial.byteCount < $0 }) ?? true else { return }
            try goOn(after: exchange)
        }
    }

    /// Waits or refuses after an exchange that did not bring the last byte.
    private mutating func goOn(after exchange: HTTPExchange) throws {
        switch exchange.ending {
        case .complete, .stopped, .brokenOff, .timedOut:
            try wait(
                exchange.ending == .timedOut ? "silence" : "\(partial.byteCount) of its bytes",
                atLeastSeconds: 0)
        case .cannotConnect where requests.contains { $0.exchange.head != nil }:
            try wait("no connection any more", atLeastSeconds: 0)
        case .cannotConnect:
            throw unreachable("no connection")
        case .tls:
            throw unreachable("no connection that can be trusted")
        case .badAnswer:
            throw refused(
                "answer", "HTTP within its limits",
                JSONValue.quoted(exchange.message, scalarCountMax: 200))
        case .failed:
            throw unreachable("a failure of the transfer itself")
        }
    }

    /// Waits before the next request, longer each time that nothing new came.
    private mutating func wait(_ what: String, atLeastSeconds: Int) throws {
        if partial.byteCount > byteCountMax {
            byteCountMax = partial.byteCount
            fruitlessCount = 0
        }
        guard fruitlessCount < Self.fruitlessCountMax else {
            throw unreachable("\(what), \(fruitlessCount + 1) times in a row")
        }
        let asked = min(atLeastSeconds, Self.retryAfterSecondsMax) * 1000
        outside.wait(max(outside.retryWaitMilliseconds << fruitlessCount, asked))
        fruitlessCount += 1
    }

    private func refused(_ what: String, _ expected: String, _ got: String) -> DownloadError {
        .refused(file: path, what: what, expected: expected, got: got, requests: requests)
    }

    private func unreachable(_ what: String) -> DownloadError {
        .unreachable(file: path, what: what, requests: requests)
    }
}
