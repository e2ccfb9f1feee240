import Foundation

extension Machine {
    /// As the system calls this machine; nil where it has no name.
    public static var hostName: String? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let status = unsafe bytes.withUnsafeMutableBytes { buffer in
            unsafe gethostname(
                buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count - 1)
        }
        let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return status == 0 && !name.isEmpty ? name : nil
    }
}
