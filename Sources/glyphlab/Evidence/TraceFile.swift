import Platform
import Traces

/// A trace that an argument names.
struct TraceFile {
    let path: String
    let trace: Trace

    /// **Throws:** ``Failure`` where there is no trace of this name, `PlatformError`.
    init(_ path: String) throws {
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.read(path, byteCountMax: TraceLimits.fileByteCountMax)
        } catch {
            // A trace that is not there is the user's slip; a model that is not is no fault.
            guard case .missing = error else { throw error }
            throw Failure(outcome: .badInput, message: "\(error)")
        }
        try self.init(path, bytes: bytes)
    }

    /// **Throws:** ``Failure`` where the bytes are no trace.
    init(_ path: String, bytes: [UInt8]) throws {
        self.path = path
        do throws(TraceError) {
            trace = try Trace(decoding: bytes)
        } catch {
            throw Failure(outcome: .badInput, message: "\(path): \(error)")
        }
    }
}
