import Platform

/// A chain's file as bytes.
enum ChainFile {
    static let byteCountMax = 256 << 20

    /// **Throws:** ``Failure`` for an argument that names no file, which is the user's slip.
    static func read(_ path: String) throws -> [UInt8] {
        do {
            return try WholeFile.read(path, byteCountMax: byteCountMax)
        } catch {
            guard case .missing = error else { throw error }
            throw Failure(outcome: .badInput, message: "\(error)")
        }
    }
}
