import Platform

/// A file of evidence, which is written once.
enum NewFile {
    /// What is no regular file is written through.
    ///
    /// - Parameter what: it will hold: "a golden".
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
