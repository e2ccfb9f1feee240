import Foundation

/// The lines of standard input.
public struct StandardInput {
    private let descriptor: Int32
    private var rest: [UInt8] = []
    private static let name = "standard input"

    public init() { self.init(descriptor: STDIN_FILENO) }

    /// - Parameter descriptor: which stays open.
    package init(descriptor: Int32) { self.descriptor = descriptor }

    /// The next line without its end; nil at the end of the input.
    ///
    /// **Throws:** ``PlatformError`` where a line is longer, the input ends within a line, or it
    /// cannot be read.
    public mutating func line(byteCountMax: Int) throws(PlatformError) -> [UInt8]? {
        var searched = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            if let end = rest[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                guard end <= byteCountMax else {
                    throw .lineTooLong(path: Self.name, byteCountMax: byteCountMax)
                }
                let line = Array(rest[..<end])
                rest.removeSubrange(...end)
                return line
            }
            searched = rest.count
            guard rest.count <= byteCountMax else {
                throw .lineTooLong(path: Self.name, byteCountMax: byteCountMax)
            }
            let count = unsafe buffer.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress!, buffer.count)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .lastError("read", Self.name) }
            guard count > 0 else {
                guard rest.isEmpty else {
                    throw .endsWithinLine(path: Self.name, byteCount: rest.count)
                }
                return nil
            }
            rest += buffer[..<count]
        }
    }
}
