internal import Foundation
internal import PublishedNode

/// The numeric addresses of a host, as the system finds them.
enum HostAddresses {
    enum Address: Equatable {
        case version4(String)
        case version6(String)
    }

    private static let countMax = 8
    private static let textByteCount = 64

    /// - Parameter host: a name, or an address without brackets.
    static func of(_ host: String) throws(NodeTransportError) -> [Address] {
        guard !host.isEmpty, !host.utf8.contains(0) else {
            throw .unreachable(reason: "no host")
        }
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            unsafe hints.ai_socktype = SOCK_STREAM
        #endif
        var found: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, nil, &hints, &found)
        guard code == 0 else {
            throw .unreachable(reason: unsafe String(cString: gai_strerror(code)))
        }
        defer { unsafe freeaddrinfo(found) }
        var addresses: [Address] = []
        var next = unsafe found
        while let entry = unsafe next, addresses.count < countMax {
            if let address = unsafe address(entry.pointee), !addresses.contains(address) {
                addresses.append(address)
            }
            unsafe next = entry.pointee.ai_next
        }
        return addresses
    }

    private static func address(_ entry: addrinfo) -> Address? {
        var text = [CChar](repeating: 0, count: textByteCount)
        let status = unsafe getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &text, socklen_t(textByteCount), nil, 0,
            NI_NUMERICHOST)
        guard status == 0 else { return nil }
        let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let shown = String(decoding: bytes, as: UTF8.self)
        switch unsafe entry.ai_family {
        case AF_INET: return .version4(shown)
        case AF_INET6: return .version6(shown)
        default: return nil
        }
    }
}
