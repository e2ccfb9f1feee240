import Platform

/// A file of evidence, which is written once.
enum NewFile {
    /// Checks that a file to write is new or empty. Pipes and devices pass: they are written
    /// through.
    ///
    /// - Parameter what: the content that it will hold, for messages: "a golden".
    ///
    /// **Throws:** ``Failure`` where something that has content is there already.
    static func check(_ path: String, _ what: String) throws {
        let bytes: [UInt8]
        do throws(PlatformError) {
            bytes = try WholeFile.start(of: path, byteCount: 1)
        } catch {
            guard case .missing = error else { throw error }
            return
        }
        guard !bytes.isEmpty else { return }
        throw Failure(
            outcome: .badInput,
            message: "\(path): expected no file there yet, got one: \(what) is not written over; "
                + "remove it first")
    }
}
