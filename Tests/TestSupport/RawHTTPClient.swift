import Foundation

/// A client that sends any bytes, so that a listener can be given what no library would send.
public final class RawHTTPClient {
    /// An answer as it came over the wire.
    public struct Answer: Equatable {
        public let status: Int
        public let fields: [String]
        public let body: [UInt8]

        public var text: String { String(decoding: body, as: UTF8.self) }
        public var keepsAlive: Bool { fields.contains("connection: keep-alive") }
    }

    public struct Failure: Error {
        let message: String

        public init(message: String) { self.message = message }
    }

    private let descriptor: Int32
    private var rest: [UInt8] = []

    /// - Parameter receiveSeconds: the time after which an answer that does not come is a failure.
    public init(port: Int, receiveSeconds: Int = 900) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            close(descriptor)
            throw Failure(message: "connect: \(errno)")
        }
        var limit = timeval()
        limit.tv_sec = .init(receiveSeconds)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Whether the other side took them all.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Foundation.send(
                    descriptor, buffer.baseAddress.map { unsafe $0 + sent }, bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Says that no further bytes come.
    public func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Ends the connection in the hardest way there is.
    public func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        _ = unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// The next part; empty at the end of what comes.
    private func part() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else {
            if errno == ECONNRESET { return [] }
            throw Failure(message: "recv: \(errno)")
        }
        return Array(buffer.prefix(count))
    }

    /// All bytes up to the end of the connection.
    public func all() throws -> [UInt8] {
        var bytes = rest
        rest = []
        while case let part = try part(), !part.isEmpty { bytes += part }
        return bytes
    }

    /// The next answer; nil where the connection ended before one.
    ///
    /// - Parameter hasBody: whether a body follows, which HEAD's answer lacks.
    public func answer(hasBody: Bool = true) throws -> Answer? {
        let end: [UInt8] = [13, 10, 13, 10]
        var headEnd: Int?
        while true {
            headEnd = rest.indices.first { rest[$0...].starts(with: end) }
            if headEnd != nil { break }
            let part = try part()
            guard !part.isEmpty else {
                guard rest.isEmpty else { throw Failure(message: "half an answer") }
                return nil
            }
            rest += part
        }
        guard let headEnd else { return nil }
        let lines = String(decoding: rest[..<headEnd], as: UTF8.self).components(
            separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else {
            throw Failure(message: lines[0])
        }
        rest.removeFirst(headEnd + 4)
        let length = lines.first { $0.hasPrefix("content-length: ") }
            .flatMap { Int($0.dropFirst("content-length: ".count)) }
        let count = hasBody ? length ?? 0 : 0
        while rest.count < count {
            let part = try part()
            guard !part.isEmpty else { throw Failure(message: "half a body") }
            rest += part
        }
        let body = Array(rest.prefix(count))
        rest.removeFirst(count)
        return Answer(status: status, fields: Array(lines.dropFirst()), body: body)
    }
}
