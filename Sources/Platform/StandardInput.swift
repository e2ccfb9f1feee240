import Foundation

/// Lines that somebody sends.
public struct StandardInput {
    private var rest: [UInt8] = []

    public init() {}

    /// The next line without its end; nil at the end of the input.
    ///
    /// **Throws:** ``PlatformError`` where a line is longer, or the input cannot be read.
    public mutating func line(byteCountMax: Int) throws(PlatformError) -> [UInt8]? {
        var searched = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(rest[..<end])
                rest.removeSubrange(...end)
                return line
            }
            searched = rest.count
            guard rest.count <= byteCountMax else {
                throw .system(
                    operation: "read", path: "standard input", code: EMSGSIZE,
                    message: "a line of more than \(byteCountMax) bytes")
            }
            let count = unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe read(STDIN_FILENO, buffer.baseAddress!, buffer.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .lastError("read", "standard input") }
            guard count > 0 else { return nil }
            rest += buffer[..<count]
        }
    }
}
