/// A GET request for a file's bytes.
public struct HTTPRequest: Sendable, Equatable {
    public let url: String
    /// Asks for the bytes from here on, to the end; nil for all of them.
    public let rangeStart: Int?

    public init(url: String, rangeStart: Int?) {
        self.url = url
        self.rangeStart = rangeStart
    }

    /// The Range header's value.
    public var range: String? { rangeStart.map { "bytes=\($0)-" } }
}

/// A server's status and header fields, redirects followed. Texts are the server's, unchanged.
public struct HTTPHead: Sendable, Equatable {
    public var status: Int
    public var contentLengthText: String?
    public var contentRangeText: String?
    public var contentEncoding: String?
    /// Only where the header counts seconds; a date is not read.
    public var retryAfterSeconds: Int?

    public init(status: Int) { self.status = status }

    /// Nil where there is none, or one that is not a number from 0 to 10^18 − 1.
    public var contentLength: Int? { contentLengthText.flatMap(HTTPNumber.parsed) }

    public var contentRange: HTTPContentRange? { contentRangeText.flatMap(HTTPContentRange.init) }
}

/// `bytes START-END/TOTAL`, END included. Source: RFC 9110, section 14.4; an unknown total is not
/// taken.
public struct HTTPContentRange: Sendable, Equatable {
    public let start: Int
    public let end: Int
    public let total: Int

    public var byteCount: Int { end - start + 1 }

    /// Nil unless `text` is exactly of this form with START ≤ END < TOTAL.
    public init?(_ text: String) {
        let unit = "bytes "
        guard text.utf8.starts(with: unit.utf8) else { return nil }
        let halves = Self.split(Substring(text.dropFirst(unit.count)), at: "/")
        guard halves.count == 2 else { return nil }
        let ends = Self.split(halves[0], at: "-")
        guard ends.count == 2, let start = HTTPNumber.parsed(ends[0]),
            let end = HTTPNumber.parsed(ends[1]), let total = HTTPNumber.parsed(halves[1]),
            start <= end, end < total
        else { return nil }
        self.start = start
        self.end = end
        self.total = total
    }

    private static func split(_ text: Substring, at mark: Character) -> [Substring] {
        text.split(separator: mark, omittingEmptySubsequences: false)
    }
}

/// Numbers in headers: digits and nothing else.
enum HTTPNumber {
    /// More digits might not fit an integer.
    private static let digitCountMax = 18

    static func parsed(_ text: some StringProtocol) -> Int? {
        let digits = text.utf8
        guard (1...digitCountMax).contains(digits.count),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return Int(text)
    }
}

/// How an exchange ended; the raw values are the texts that reports show.
public enum HTTPEnding: String, Sendable, Equatable {
    case complete
    /// The receiver wanted no more.
    case stopped
    case brokenOff = "broken_off"
    /// No connection in time, or a server that fell silent.
    case timedOut = "timed_out"
    case cannotConnect = "cannot_connect"
    /// No connection whose other end could be trusted.
    case tls
    /// Not HTTP, or more than a client bears: header sizes, redirects, protocols.
    case badAnswer = "bad_answer"
    /// The client's own: memory, for one.
    case failed
}

public struct HTTPExchange: Sendable, Equatable {
    /// Nil where no whole one came.
    public let head: HTTPHead?
    /// The last URL asked, redirects followed.
    public let effectiveURL: String
    /// How much of the body was handed on.
    public let receivedByteCount: Int
    public let ending: HTTPEnding
    /// The error in the transport's words; empty where there was none.
    public let message: String

    public init(
        head: HTTPHead?, effectiveURL: String, receivedByteCount: Int, ending: HTTPEnding,
        message: String
    ) {
        self.head = head
        self.effectiveURL = effectiveURL
        self.receivedByteCount = receivedByteCount
        self.ending = ending
        self.message = message
    }
}

/// Who takes an answer while it comes; false ends the exchange there.
public protocol HTTPReceiver: AnyObject {
    /// Called once at most, before any byte of the body.
    func takes(_ head: HTTPHead) -> Bool
    func takes(_ bytes: [UInt8]) -> Bool
}

/// Who makes requests: libcurl, or a test's script.
public protocol HTTPTransport {
    /// Sends a request and follows redirects; the body is handed on as it came over the wire.
    func get(_ request: HTTPRequest, _ receiver: any HTTPReceiver) -> HTTPExchange
}

/// Which redirects are followed.
public enum HTTPRedirect {
    public static let countMax = 10

    /// Why the step from one URL to the next is not taken; nil where it is.
    package static func refusal(from: String, to: String, count: Int) -> String? {
        guard count < countMax else { return "more than \(countMax) redirects" }
        switch scheme(to) {
        case "https": return nil
        case "http": return scheme(from) == "http" ? nil : "a redirect from HTTPS to HTTP"
        default: return "a redirect to another protocol than HTTP and HTTPS"
        }
    }

    private static func scheme(_ url: String) -> String {
        url.prefix { $0 != ":" }.lowercased()
    }
}
