import Platform

/// A file whose bytes are a prompt.
enum PromptFile {
    static let byteCountMax = 64 << 20

    static func bytes(_ path: String) throws -> [UInt8] {
        do {
            return try WholeFile.read(path, byteCountMax: byteCountMax)
        } catch {
            // An argument that names no file is the user's slip; a model without one is not.
            guard case .missing = error else { throw error }
            throw Failure(outcome: .badInput, message: "\(error)")
        }
    }
}
