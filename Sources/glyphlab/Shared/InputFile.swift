import Platform

/// A file that an argument names.
enum InputFile {
    /// **Throws:** ``Failure`` for an argument that names no file, which is the user's slip;
    /// `PlatformError`.
    static func bytes(_ path: String, byteCountMax: Int) throws -> [UInt8] {
        do {
            return try WholeFile.read(path, byteCountMax: byteCountMax)
        } catch {
            guard case .missing = error else { throw error }
            throw Failure(outcome: .badInput, message: "\(error)")
        }
    }
}
