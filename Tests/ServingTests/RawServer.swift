import Foundation
import TestSupport

/// A server that reads a request's head and answers any bytes, once.
final class RawServer: Sendable {
    let url: String

    init(answer: String) throws {
        #if canImport(Glibc)
            let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let listening = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe bind(listening, $0, length) == 0 && listen(listening, 1) == 0
                    && getsockname(listening, $0, &length) == 0
            }
        }
        guard code else { throw RawHTTPClient.Failure(message: "bind: \(errno)") }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/"
        Thread.detachNewThread {
            let connection = accept(listening, nil, nil)
            var buffer = [UInt8](repeating: 0, count: 4_096)
            var head: [UInt8] = []
            while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
                let count = unsafe recv(connection, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                head += buffer.prefix(count)
            }
            let bytes = Array(answer.utf8)
            _ = unsafe send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            close(connection)
            close(listening)
        }
    }
}
