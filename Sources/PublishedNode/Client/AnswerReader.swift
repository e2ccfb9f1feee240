internal import PythonValues

/// The bytes of an answer as they come, by lines and by counts.
///
/// Holds as many bytes as are asked for, and one wait's more.
final class AnswerReader {
    /// `http.client._MAXLINE`.
    private static let lineByteCountMax = 65_536
    private static let waitByteCountMax = 1 << 16

    private let connection: any NodeConnection
    /// How many more bytes may come: a bound of the lab's own.
    private var byteCountLeft: Int
    private var buffer: [UInt8] = []
    /// The first byte of `buffer` that was not read.
    private var place = 0
    private var isAtEnd = false

    init(_ connection: any NodeConnection, byteCountMax: Int) {
        self.connection = connection
        byteCountLeft = byteCountMax
    }

    /// Waits for more bytes. **Result:** false at the end.
    private func receive() throws(PythonError) -> Bool {
        guard !isAtEnd else { return false }
        let bytes: [UInt8]
        do throws(NodeTransportError) {
            bytes = try connection.receive(byteCountMax: Self.waitByteCountMax)
        } catch {
            throw Self.exception(error)
        }
        guard !bytes.isEmpty else {
            isAtEnd = true
            return false
        }
        guard bytes.count <= byteCountLeft else { throw .other(name: "MemoryError", "") }
        byteCountLeft -= bytes.count
        if place > 0 {
            buffer.removeFirst(place)
            place = 0
        }
        buffer += bytes
        return true
    }

    private static func exception(_ error: NodeTransportError) -> PythonError {
        switch error {
        case .timeout: .other(name: "TimeoutError", "timed out")
        case .unreachable(let reason), .broken(let reason):
            .other(name: "ConnectionResetError", reason)
        }
    }

    /// The next line with its end; what came where the end came first.
    ///
    /// **Throws:** ``PythonError`` for one that is too long.
    func line(_ what: String) throws(PythonError) -> [UInt8] {
        var searched = 0
        while true {
            let from = place + searched
            let end = buffer[from...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
            let count = (end ?? buffer.count) - place
            guard count <= Self.lineByteCountMax else {
                throw .other(
                    name: "LineTooLong",
                    "got more than \(Self.lineByteCountMax) bytes when reading \(what)")
            }
            searched = count
            if end == nil, try receive() { continue }
            defer { place += count }
            return Array(buffer[place..<place + count])
        }
    }

    /// The next bytes: fewer than `count` only where the end came first, all that come for nil.
    func bytes(_ count: Int?) throws(PythonError) -> [UInt8] {
        let wanted = count ?? .max
        var bytes: [UInt8] = []
        while true {
            let taken = min(wanted - bytes.count, buffer.count - place)
            bytes += buffer[place..<place + taken]
            place += taken
            guard bytes.count < wanted, try receive() else { return bytes }
        }
    }
}
