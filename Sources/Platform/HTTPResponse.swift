/// An answer while it comes in, line by line and part by part, between libcurl and a receiver.
final class HTTPResponse {
    /// Why the transfer was stopped from here.
    enum Stop {
        case receiver
        case redirect(location: String)
        case headersTooLarge
    }

    /// The most bytes that all header lines of an answer have together.
    static let headerByteCountMax = 256 << 10

    private let receiver: any HTTPReceiver
    private let followsRedirects: Bool
    private var headerByteCount = 0
    private var head: HTTPHead?
    private var location: String?
    private var isHeadWhole = false
    private(set) var receivedByteCount = 0
    private(set) var stop: Stop?

    /// - Parameter followsRedirects: whether a redirect is a stop, in place of an answer.
    init(_ receiver: any HTTPReceiver, followsRedirects: Bool = true) {
        self.receiver = receiver
        self.followsRedirects = followsRedirects
    }

    var wholeHead: HTTPHead? { isHeadWhole ? head : nil }

    /// Takes a header line with its end; false stops the transfer.
    func takesHeaderLine(_ bytes: [UInt8]) -> Bool {
        headerByteCount += bytes.count
        guard headerByteCount <= Self.headerByteCountMax else {
            stop = .headersTooLarge
            return false
        }
        // Header lines after the body are counted and not read.
        guard !isHeadWhole else { return true }
        let line = String(decoding: bytes, as: UTF8.self).trimmingSpace
        if line.isEmpty { return takesHead() }
        if line.hasPrefix("HTTP/") {
            let parts = line.split(separator: " ")
            head = parts.count > 1 ? HTTPNumber.parsed(parts[1]).map(HTTPHead.init) : nil
            location = nil
        } else if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) {
            takeField(
                line[..<colon].lowercased(),
                String(line[line.index(after: colon)...]).trimmingSpace)
        }
        return true
    }

    private func takeField(_ name: String, _ value: String) {
        switch name {
        case "content-length": add(value, to: \.contentLengthText)
        case "content-range": add(value, to: \.contentRangeText)
        case "content-encoding": add(value, to: \.contentEncoding)
        case "retry-after": head?.retryAfterSeconds = HTTPNumber.parsed(value)
        case "location": location = value
        default: break
        }
    }

    /// Joins two fields of one name by a comma; a field that comes twice with one value is kept
    /// once.
    private func add(_ value: String, to field: WritableKeyPath<HTTPHead, String?>) {
        guard let earlier = head?[keyPath: field], earlier != value else {
            head?[keyPath: field] = value
            return
        }
        head?[keyPath: field] = "\(earlier), \(value)"
    }

    private func takesHead() -> Bool {
        // 1xx is not the answer yet.
        guard let head, head.status >= 200 else { return true }
        isHeadWhole = true
        if followsRedirects, [301, 302, 303, 307, 308].contains(head.status), let location {
            stop = .redirect(location: location)
            return false
        }
        guard receiver.takes(head) else {
            stop = .receiver
            return false
        }
        return true
    }

    /// Takes a part of the body; false stops the transfer.
    func takesBody(_ bytes: [UInt8]) -> Bool {
        guard isHeadWhole, receiver.takes(bytes) else {
            stop = .receiver
            return false
        }
        receivedByteCount += bytes.count
        return true
    }

    // MARK: What C hands over

    /// Valid as long as this object lives.
    var context: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

    static func at(_ context: UnsafeMutableRawPointer?) -> HTTPResponse {
        guard let context = unsafe context else { preconditionFailure("no response") }
        return unsafe Unmanaged<HTTPResponse>.fromOpaque(context).takeUnretainedValue()
    }

    static func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> [UInt8] {
        unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}

extension String {
    /// Without blanks, tabs and line ends on either side.
    fileprivate var trimmingSpace: String {
        let isSpace = { (byte: UInt8) in [9, 10, 13, 32].contains(byte) }
        let bytes = utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        return String(decoding: Array(bytes), as: UTF8.self)
    }
}
